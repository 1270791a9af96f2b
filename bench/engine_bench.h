// Operations of the embedded database beside the same work done by RocksDB alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "basalt/database.h"
#include "bench/raw_store.h"
#include "bench/table.h"

namespace basalt::bench {

// One row: two functions, each of which does one operation.
struct Comparison {
  std::string name;
  int operations = 1;  // Done in one round by each side.
  double parts = 1;    // What one operation is divided by: the items of a scanned page.
  double goal = 0;     // At most so many times the baseline's CPU time.
  std::function<void()> ours;
  std::function<void()> baseline;
};

// The read and the write comparisons of a database and a raw store that hold the same rows. Both
// must outlive the comparisons.
std::vector<Comparison> ReadComparisons(Database& database, RawStore& raw);
std::vector<Comparison> WriteComparisons(Database& database, RawStore& raw);

// Measures all and appends their rows: CPU time of the calling thread, rounds of the two sides
// taking turns, medians.
void MeasureEngine(Table& table);

// Two threads against one: throughput of each side's, and of two writers on one partition.
void MeasureThreads(Table& table);

}  // namespace basalt::bench
