#include "model/key/key_codec.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

namespace basalt {
namespace {

constexpr char kStringEnd = 0x01;                       // After a 0x00.
constexpr char kEscapedZero = static_cast<char>(0xff);  // After a 0x00.

constexpr std::uint8_t kNegative = 0x00;
constexpr std::uint8_t kZero = 0x01;
constexpr std::uint8_t kPositive = 0x02;
constexpr std::uint8_t kPairsEnd = 0x00;
constexpr std::size_t kPairsMax = (Number::kDigitsMax + 1) / 2;

struct Pairs {
  std::array<char, Number::kDigitsMax + 1> digits{};  // As text; room for an odd last pair.
  std::size_t digit_count = 0;
};

// Takes the digit pairs of a number and their end off `rest`; `mask` inverts a negative's bytes.
std::optional<Pairs> TakePairs(std::string_view& rest, std::uint8_t mask) {
  Pairs pairs;
  for (std::size_t position = 0; position < rest.size(); ++position) {
    const auto byte = static_cast<std::uint8_t>(static_cast<std::uint8_t>(rest[position]) ^ mask);
    if (byte == kPairsEnd) {
      rest.remove_prefix(position + 1);
      return pairs;
    }
    if (byte > 100 || position == kPairsMax) return std::nullopt;
    pairs.digits[pairs.digit_count++] = static_cast<char>('0' + (byte - 1) / 10);
    pairs.digits[pairs.digit_count++] = static_cast<char>('0' + (byte - 1) % 10);
  }
  return std::nullopt;
}

}  // namespace

void AppendKeyPrefix(std::string& key, std::string_view bytes) {
  while (true) {
    const std::size_t zero = bytes.find('\0');
    key.append(bytes.substr(0, zero));
    if (zero == std::string_view::npos) return;
    key.push_back('\0');
    key.push_back(kEscapedZero);
    bytes.remove_prefix(zero + 1);
  }
}

void AppendKeyString(std::string& key, std::string_view bytes) {
  AppendKeyPrefix(key, bytes);
  key.push_back('\0');
  key.push_back(kStringEnd);
}

void AppendKeyNumber(std::string& key, const Number& value) {
  if (value.sign() == 0) {
    key.push_back(static_cast<char>(kZero));
    return;
  }
  const bool negative = value.sign() < 0;
  const std::uint8_t mask = negative ? 0xff : 0x00;
  const auto append = [&](int byte) {
    key.push_back(static_cast<char>(static_cast<std::uint8_t>(byte) ^ mask));
  };

  key.push_back(static_cast<char>(negative ? kNegative : kPositive));
  append(value.exponent() - Number::kExponentMin);
  for (int position = 0; position < value.digit_count(); position += 2) {
    const int low = position + 1 < value.digit_count() ? value.digit(position + 1) : 0;
    append(value.digit(position) * 10 + low + 1);
  }
  append(kPairsEnd);
}

void AppendKeyValue(std::string& key, ValueView value) {
  if (value.type() == ValueType::kNumber) return AppendKeyNumber(key, value.AsNumber());
  assert(value.type() == ValueType::kString || value.type() == ValueType::kBinary);
  AppendKeyString(key, value.AsBinary());
}

std::optional<std::string> TakeKeyString(std::string_view& rest) {
  std::string bytes;
  std::size_t position = 0;
  while (true) {
    const std::size_t zero = rest.find('\0', position);
    if (zero == std::string_view::npos || zero + 1 == rest.size()) return std::nullopt;
    bytes.append(rest.substr(position, zero - position));
    position = zero + 2;
    if (rest[zero + 1] == kStringEnd) break;
    if (rest[zero + 1] != kEscapedZero) return std::nullopt;
    bytes.push_back('\0');
  }
  rest.remove_prefix(position);
  return bytes;
}

std::optional<Number> TakeKeyNumber(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const auto sign = static_cast<std::uint8_t>(rest[0]);
  if (sign > kPositive) return std::nullopt;
  std::string_view after = rest.substr(1);
  if (sign == kZero) {
    rest = after;
    return Number();
  }

  const std::uint8_t mask = sign == kNegative ? 0xff : 0x00;
  if (after.empty()) return std::nullopt;
  const int exponent = (static_cast<std::uint8_t>(after[0]) ^ mask) + Number::kExponentMin;
  after.remove_prefix(1);
  auto pairs = TakePairs(after, mask);
  if (!pairs || pairs->digit_count == 0) return std::nullopt;

  std::string_view digits(pairs->digits.data(), pairs->digit_count);
  if (digits.back() == '0') digits.remove_suffix(1);
  if (digits.empty() || digits.front() == '0' || digits.back() == '0') return std::nullopt;
  rest = after;
  return Number::FromDigits(sign == kNegative ? -1 : 1, exponent, digits);
}

std::string KeySuccessor(std::string_view prefix) {
  const std::size_t last = prefix.find_last_not_of(static_cast<char>(0xff));
  if (last == std::string_view::npos) return {};
  std::string successor(prefix.substr(0, last + 1));
  successor.back() = static_cast<char>(static_cast<std::uint8_t>(successor.back()) + 1);
  return successor;
}

}  // namespace basalt
