// Item counts and sizes of tables and indexes, kept exactly: each write adds its deltas in its own
// commit, and to the copy in memory once that is done.
//
// A table and all its indexes share one stored row, so that a write costs one merge:
//   WriteSet::AddCounters(CountersKey(table id), one AppendCounterDelta for each id that changes)
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "engine/storage/counter_deltas.h"
#include "model/schema/table_schema.h"

namespace basalt {

// The live figures of one table or index. Thread-safe.
class Counters {
 public:
  void Add(CounterDelta delta) {
    items_.fetch_add(delta.items, std::memory_order_relaxed);
    bytes_.fetch_add(delta.bytes, std::memory_order_relaxed);
  }
  CounterDelta Read() const {
    return {items_.load(std::memory_order_relaxed), bytes_.load(std::memory_order_relaxed)};
  }

 private:
  std::atomic<std::int64_t> items_{0};
  std::atomic<std::int64_t> bytes_{0};
};

// Where the counters of a table and its indexes are stored, in the catalog family.
std::string CountersKey(TableId table);

}  // namespace basalt
