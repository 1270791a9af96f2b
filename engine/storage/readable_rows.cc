#include "engine/storage/readable_rows.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace basalt {
namespace {

// Of rows of tables and indexes: the id and the partition's hash.
constexpr std::size_t kPartitionBytes = 6;

// The first bytes of a key as a number, and the first key of such a number.
std::uint64_t PartitionOf(std::string_view key) {
  std::uint64_t partition = 0;
  for (std::size_t i = 0; i < kPartitionBytes; ++i) {
    partition = partition << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0U);
  }
  return partition;
}

std::string FirstKeyOf(std::uint64_t partition) {
  std::string key(kPartitionBytes, '\0');
  for (std::size_t i = kPartitionBytes; i > 0; --i, partition >>= 8) {
    key[i - 1] = static_cast<char>(partition);
  }
  return key;
}

// The first partition after one from which rows can be read again; `end` if there is none.
// Looks ever further ahead, and then back to where it begins.
std::uint64_t NextReadable(const Snapshot& snapshot, Family family, std::uint64_t unreadable,
                           std::uint64_t end) {
  const auto readable = [&](std::uint64_t partition) {
    if (partition >= end) return true;
    const Rows rows = snapshot.Read(family, {.begin = FirstKeyOf(partition), .end = {}});
    return rows.Valid() || rows.status();
  };
  std::uint64_t distance = 1;
  while (!readable(unreadable + distance)) distance *= 2;
  std::uint64_t low = unreadable + distance / 2;
  std::uint64_t high = std::min(end, unreadable + distance);
  while (low + 1 < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    (readable(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace

std::size_t VisitReadableRows(const Snapshot& snapshot, Family family, const RowRange& range,
                              const RowVisitor& visit) {
  const std::uint64_t end =
      range.end.empty() ? std::uint64_t{1} << (8 * kPartitionBytes) : PartitionOf(range.end);
  std::size_t gaps = 0;
  RowRange rest = range;
  while (true) {
    std::string reached = rest.begin;
    Rows rows = snapshot.Read(family, rest);
    for (; rows.Valid(); rows.Next()) {
      visit(rows.key(), rows.value());
      reached = std::string(rows.key()) + '\0';
    }
    if (rows.status()) return gaps;
    ++gaps;

    const std::uint64_t next = NextReadable(snapshot, family, PartitionOf(reached), end);
    rest.begin = next >= end ? range.end : FirstKeyOf(next);
    // Of what was passed over, what can be read from its end.
    Rows backward = snapshot.Read(family, {reached, rest.begin}, Direction::kBackward);
    for (; backward.Valid(); backward.Next()) visit(backward.key(), backward.value());
    if (next >= end) return gaps;
  }
}

}  // namespace basalt
