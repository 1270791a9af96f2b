// What a database in memory costs that does nothing: a test suite opens one for each of its tests.
#include <cstddef>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "basalt/database.h"
#include "bench/cpu_time.h"
#include "bench/fairness_bench.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 10;
constexpr int kRoundOpenings = 100;
constexpr std::size_t kHeld = 1'000;

// A line of /proc/self/status, such as "VmRSS:", as a number; 0 where there is none.
double OfProcess(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double value = 0;
    if (word == name && status >> value) return value;
  }
  return 0;
}

std::unique_ptr<Database> Opened() {
  auto database = Database::Open({});
  Require(bool(database), database ? "" : database.error().message);
  return *std::move(database);
}

double MillisecondsOfRound() {
  const double start = CpuSecondsOf(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < kRoundOpenings; ++i) Opened();
  return (CpuSecondsOf(CLOCK_PROCESS_CPUTIME_ID) - start) * 1e3 / kRoundOpenings;
}

}  // namespace

void MeasureOpen(Table& table) {
  Opened();
  std::vector<double> milliseconds;
  for (int round = 0; round < kRounds; ++round) milliseconds.push_back(MillisecondsOfRound());
  table.push_back({.name = "open: a database in memory, opened and closed",
                   .unit = "ms CPU",
                   .ours = MedianOf(milliseconds),
                   .goal = 1});

  const double memory_before = OfProcess("VmRSS:");
  const double threads_before = OfProcess("Threads:");
  std::vector<std::unique_ptr<Database>> held;
  for (std::size_t i = 0; i < kHeld; ++i) held.push_back(Opened());
  table.push_back({.name = "open: memory of each of 1,000 at once",
                   .unit = "KB",
                   .ours = (OfProcess("VmRSS:") - memory_before) / kHeld,
                   .goal = 400});
  table.push_back({.name = "open: threads of 1,000 at once, all in all",
                   .unit = "threads",
                   .ours = OfProcess("Threads:") - threads_before,
                   .goal = 8});
}

}  // namespace basalt::bench
