// DynamoDB's number: an exact decimal of up to 38 significant digits.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace basalt {

template <typename T>
class Result;

// sign * d.ddd... * 10^exponent in one canonical form, so equal numbers are equal member by member.
// Magnitude: zero, or 1E-130 to 9.9999999999999999999999999999999999999E+125. A small trivially
// copyable value. Source: developer guide, "Data types and naming rules".
class Number {
 public:
  static constexpr int kDigitsMax = 38;
  static constexpr int kExponentMin = -130;
  static constexpr int kExponentMax = 125;

  Number() = default;  // Zero.
  explicit Number(std::int64_t value);

  // Reads what DynamoDB accepts: optional sign, digits, optional fraction, optional exponent;
  // leading and trailing zeros do not count as digits. Errors: kValidation with AWS's texts for
  // what is no number, out of range (too large, too small) or over 38 digits.
  static Result<Number> Parse(std::string_view text);

  // From parts. REQUIRES: digits hold 0..9, the first and the last not zero, at most kDigitsMax of
  // them; the exponent within limits; sign is -1 or 1. No digits make zero.
  static Number FromDigits(int sign, int exponent, std::string_view digits_as_text);

  // The canonical text that goes out on the wire: plain notation, no exponent, no superfluous
  // zeros ("-0.5", "100").
  std::string ToString() const;

  int sign() const { return sign_; }          // -1, 0 or 1.
  int exponent() const { return exponent_; }  // Of the first digit: 12.5 is 1.25e1, so 1.
  int digit_count() const { return digit_count_; }
  int digit(int position) const { return digits_[static_cast<std::size_t>(position)]; }

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& left, const Number& right);

 private:
  std::int8_t sign_ = 0;
  std::uint8_t digit_count_ = 0;
  std::int16_t exponent_ = 0;
  std::array<std::uint8_t, kDigitsMax> digits_{};  // Most significant first; the rest are zero.
};

}  // namespace basalt
