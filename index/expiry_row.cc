#include "index/expiry_row.h"

#include <cstddef>

namespace basalt {
namespace {

constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kSecondBytes = 8;
constexpr int kSecondExponentMax = 17;  // 18 digits: what fits 63 bits whatever they are.

void AppendBigEndian(std::string& bytes, std::uint64_t value, std::size_t size) {
  for (std::size_t left = size; left > 0; --left) {
    bytes.push_back(static_cast<char>(value >> (8 * (left - 1))));
  }
}

}  // namespace

std::optional<std::uint64_t> ExpirySecond(std::string_view attribute, ItemView item) {
  const std::optional<ValueView> value = item.Find(attribute);
  if (!value || value->type() != ValueType::kNumber) return std::nullopt;
  const Number number = value->AsNumber();
  if (number.sign() <= 0 || number.exponent() < 0) return std::nullopt;
  if (number.exponent() > kSecondExponentMax) return std::nullopt;

  std::uint64_t second = 0;
  for (int position = 0; position <= number.exponent(); ++position) {
    const int digit = position < number.digit_count() ? number.digit(position) : 0;
    second = second * 10 + static_cast<std::uint64_t>(digit);
  }
  return second;
}

std::string ExpiryRowKey(std::uint64_t second, std::string_view item_row_key) {
  std::string key;
  key.reserve(item_row_key.size() + kSecondBytes);
  key.append(item_row_key.substr(0, kIdBytes));
  AppendBigEndian(key, second, kSecondBytes);
  key.append(item_row_key.substr(kIdBytes));
  return key;
}

std::optional<ExpiryRow> ParseExpiryRowKey(std::string_view key) {
  if (key.size() <= kIdBytes + kSecondBytes) return std::nullopt;
  ExpiryRow row;
  for (const char byte : key.substr(kIdBytes, kSecondBytes)) {
    row.second = row.second << 8 | static_cast<std::uint8_t>(byte);
  }
  row.item_row_key.append(key.substr(0, kIdBytes)).append(key.substr(kIdBytes + kSecondBytes));
  return row;
}

RowRange ExpiryRowsOf(TableId table, std::uint64_t begin, std::uint64_t end) {
  RowRange range;
  AppendBigEndian(range.begin, table, kIdBytes);
  range.end = range.begin;
  AppendBigEndian(range.begin, begin, kSecondBytes);
  AppendBigEndian(range.end, end, kSecondBytes);
  return range;
}

}  // namespace basalt
