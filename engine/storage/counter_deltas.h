// Changes of item counts and sizes, as bytes: what a write adds to the counters of a table and its
// indexes, and equally the counters themselves (a change from zero).
//
//   deltas := entry*   In what is stored: one entry an id, ascending by id, none that is zero.
//   entry  := id(varint) items(zigzag varint) bytes(zigzag varint)
//
// Adding is associative and commutative, so the store may add changes up in any grouping.
// FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace basalt {

struct CounterDelta {
  std::int64_t items = 0;
  std::int64_t bytes = 0;

  bool empty() const { return items == 0 && bytes == 0; }
  friend bool operator==(const CounterDelta&, const CounterDelta&) = default;
};

// By id of the table or index.
using CounterDeltas = std::map<std::uint32_t, CounterDelta>;

// Appends one entry; nothing if the delta is empty.
void AppendCounterDelta(std::string& deltas, std::uint32_t id, CounterDelta delta);

// Adds what `deltas` says to `sums`. False if it is not well-formed: then `sums` is unspecified.
bool AddCounterDeltas(std::string_view deltas, CounterDeltas& sums);

// The stored form of sums.
std::string EncodeCounterDeltas(const CounterDeltas& sums);

}  // namespace basalt
