#include "engine/storage/counter_deltas.h"

#include <optional>

namespace basalt {
namespace {

constexpr int kVarintBitsMax = 64;

void AppendVarint(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> TakeVarint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < kVarintBitsMax; shift += 7) {
    if (rest.empty()) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::uint64_t ZigZag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t UnZigZag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

// Wraps around instead of overflowing, which damaged bytes could otherwise cause.
std::int64_t Sum(std::int64_t left, std::int64_t right) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) +
                                   static_cast<std::uint64_t>(right));
}

}  // namespace

void AppendCounterDelta(std::string& deltas, std::uint32_t id, CounterDelta delta) {
  if (delta.empty()) return;
  AppendVarint(deltas, id);
  AppendVarint(deltas, ZigZag(delta.items));
  AppendVarint(deltas, ZigZag(delta.bytes));
}

bool AddCounterDeltas(std::string_view deltas, CounterDeltas& sums) {
  while (!deltas.empty()) {
    const auto id = TakeVarint(deltas);
    const auto items = TakeVarint(deltas);
    const auto bytes = TakeVarint(deltas);
    if (!id || !items || !bytes || *id > UINT32_MAX) return false;
    CounterDelta& sum = sums[static_cast<std::uint32_t>(*id)];
    sum.items = Sum(sum.items, UnZigZag(*items));
    sum.bytes = Sum(sum.bytes, UnZigZag(*bytes));
  }
  return true;
}

std::string EncodeCounterDeltas(const CounterDeltas& sums) {
  std::string bytes;
  for (const auto& [id, delta] : sums) AppendCounterDelta(bytes, id, delta);
  return bytes;
}

}  // namespace basalt
