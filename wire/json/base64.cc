#include "wire/json/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "wire/json/type_errors.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t digit = 0; digit < kDigits.size(); ++digit) {
    values[static_cast<unsigned char>(kDigits[digit])] = static_cast<std::uint8_t>(digit);
  }
  return values;
}();

std::uint32_t Byte(std::string_view bytes, std::size_t position) {
  return static_cast<unsigned char>(bytes[position]);
}

// REQUIRES: one of them is no digit.
Error InvalidCharacter(std::string_view digits) {
  std::size_t at = 0;
  while (kValues[Byte(digits, at)] != kNoDigit) ++at;
  std::size_t length = 1;  // With the bytes that continue a character of UTF-8.
  while (at + length < digits.size() && (Byte(digits, at + length) & 0xC0U) == 0x80U) ++length;
  return SerializationError("Invalid Base64 character: '" + std::string(digits.substr(at, length)) +
                            "'");
}

}  // namespace

Status DecodeBase64(std::string_view text, std::string& bytes) {
  if (text.size() % 4 != 0) {
    return SerializationError(
        "Base64 encoded length is expected a multiple of 4 bytes but found: " +
        std::to_string(text.size()));
  }
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::string_view digits = text.substr(0, text.size() - padding);

  bytes.resize(digits.size() * 3 / 4);
  char* to = bytes.data();
  std::uint32_t bits = 0;
  unsigned invalid = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const std::uint8_t value = kValues[Byte(digits, at)];
    invalid |= value & 0xC0U;  // Digits are below 64; kNoDigit is not.
    bits = bits << 6 | value;
    if (at % 4 != 3) continue;
    *to++ = static_cast<char>(bits >> 16);
    *to++ = static_cast<char>(bits >> 8);
    *to++ = static_cast<char>(bits);
  }
  if (invalid != 0) return InvalidCharacter(digits);
  if (padding == 0) return Done{};

  const std::uint32_t left_over = padding == 2 ? 4 : 2;  // Bits of the last digit.
  if ((bits & ((1U << left_over) - 1)) != 0) {
    return SerializationError(
        "Invalid last non-pad Base64 character dectected");  // AWS's spelling.
  }
  bits >>= left_over;
  if (padding == 1) *to++ = static_cast<char>(bits >> 8);
  *to = static_cast<char>(bits);
  return Done{};
}

}  // namespace basalt::wire
