// Item counts and sizes of tables and indexes, kept exactly: each write adds its deltas in its own
// commit, and to the copy in memory once that is done.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace basalt {

struct CounterDelta {
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  bool empty() const { return items == 0 && bytes == 0; }
};

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

}  // namespace basalt
