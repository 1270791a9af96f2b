#include "basalt/number.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/result.h"
#include "model/value/number_text.h"

namespace basalt {
namespace {

// Exponents are summed in 64 bits; beyond this a text is out of range whatever its digits are.
constexpr std::int64_t kExponentTextMax = 1'000'000'000'000;

bool IsDigit(char character) { return character >= '0' && character <= '9'; }

Error NotANumber(std::string_view text) {
  std::string message = "The parameter cannot be converted to a numeric value";
  if (!text.empty()) message.append(": ").append(text);
  return ValidationError(std::move(message));
}

// A number as written: the digits from the first to the last that is not zero.
struct Written {
  bool negative = false;
  std::string_view integer;   // Digits before the point.
  std::string_view fraction;  // Digits after it.
  std::int64_t exponent = 0;  // What was written after "e".
};

std::string_view TakeDigits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && IsDigit(rest[count])) ++count;
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

// Takes a sign if there is one; true if it is a minus.
bool TakeSign(std::string_view& rest) {
  if (rest.empty() || (rest[0] != '-' && rest[0] != '+')) return false;
  const bool negative = rest[0] == '-';
  rest.remove_prefix(1);
  return negative;
}

std::optional<std::int64_t> TakeExponent(std::string_view rest) {
  const bool negative = TakeSign(rest);
  const std::string_view digits = TakeDigits(rest);
  if (digits.empty() || !rest.empty()) return std::nullopt;

  std::int64_t exponent = 0;
  for (const char digit : digits) {
    exponent = std::min(exponent * 10 + (digit - '0'), kExponentTextMax);
  }
  return negative ? -exponent : exponent;
}

std::optional<Written> Split(std::string_view rest) {
  Written written;
  written.negative = TakeSign(rest);
  written.integer = TakeDigits(rest);
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    written.fraction = TakeDigits(rest);
  }
  if (written.integer.empty() && written.fraction.empty()) return std::nullopt;
  if (rest.empty()) return written;

  if (rest[0] != 'e' && rest[0] != 'E') return std::nullopt;
  const auto exponent = TakeExponent(rest.substr(1));
  if (!exponent) return std::nullopt;
  written.exponent = *exponent;
  return written;
}

std::string_view WithoutLeadingZeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

std::string_view WithoutTrailingZeros(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

}  // namespace

Number::Number(std::int64_t value) {
  if (value == 0) return;
  sign_ = value < 0 ? -1 : 1;
  std::uint64_t rest =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::array<std::uint8_t, 20> reversed{};
  std::size_t count = 0;
  for (; rest != 0; rest /= 10) reversed[count++] = static_cast<std::uint8_t>(rest % 10);

  exponent_ = static_cast<std::int16_t>(count - 1);
  std::reverse_copy(reversed.begin(), reversed.begin() + static_cast<std::ptrdiff_t>(count),
                    digits_.begin());
  while (digits_[count - 1] == 0) --count;
  digit_count_ = static_cast<std::uint8_t>(count);
}

Number Number::FromDigits(int sign, int exponent, std::string_view digits_as_text) {
  Number number;
  if (digits_as_text.empty()) return number;
  assert(digits_as_text.size() <= kDigitsMax);
  assert(digits_as_text.front() != '0' && digits_as_text.back() != '0');
  assert(exponent >= kExponentMin && exponent <= kExponentMax);

  number.sign_ = static_cast<std::int8_t>(sign);
  number.exponent_ = static_cast<std::int16_t>(exponent);
  number.digit_count_ = static_cast<std::uint8_t>(digits_as_text.size());
  std::transform(digits_as_text.begin(), digits_as_text.end(), number.digits_.begin(),
                 [](char digit) { return static_cast<std::uint8_t>(digit - '0'); });
  return number;
}

Result<Number> Number::Parse(std::string_view text) {
  const auto written = Split(text);
  if (!written) return NotANumber(text);

  const std::string_view integer = WithoutLeadingZeros(written->integer);
  const std::string_view fraction = WithoutTrailingZeros(written->fraction);
  const std::size_t leading_zeros =
      integer.empty() ? fraction.size() - WithoutLeadingZeros(fraction).size() : 0;
  const std::string_view significant_fraction = fraction.substr(leading_zeros);
  const std::string_view significant_integer =
      significant_fraction.empty() ? WithoutTrailingZeros(integer) : integer;
  const std::size_t digit_count = significant_integer.size() + significant_fraction.size();
  if (digit_count == 0) return Number();

  const std::int64_t exponent =
      written->exponent + (integer.empty() ? -static_cast<std::int64_t>(leading_zeros) - 1
                                           : static_cast<std::int64_t>(integer.size()) - 1);
  if (digit_count > static_cast<std::size_t>(kDigitsMax)) {
    return ValidationError(std::string(kNumberPrecisionMessage));
  }
  if (exponent > kExponentMax) return ValidationError(std::string(kNumberOverflowMessage));
  if (exponent < kExponentMin) return ValidationError(std::string(kNumberUnderflowMessage));

  std::array<char, kDigitsMax> digits{};
  const auto end =
      std::copy(significant_integer.begin(), significant_integer.end(), digits.begin());
  std::copy(significant_fraction.begin(), significant_fraction.end(), end);
  return FromDigits(written->negative ? -1 : 1, static_cast<int>(exponent),
                    {digits.data(), digit_count});
}

std::string Number::ToString() const {
  if (sign_ == 0) return "0";

  std::string text;
  if (sign_ < 0) text.push_back('-');
  if (exponent_ < 0) {
    text.append("0.").append(static_cast<std::size_t>(-exponent_ - 1), '0');
  }
  for (int position = 0; position < digit_count_; ++position) {
    if (position > 0 && position == exponent_ + 1) text.push_back('.');
    text.push_back(static_cast<char>('0' + digit(position)));
  }
  if (exponent_ >= digit_count_) {
    text.append(static_cast<std::size_t>(exponent_ + 1 - digit_count_), '0');
  }
  return text;
}

std::strong_ordering operator<=>(const Number& left, const Number& right) {
  if (left.sign_ != right.sign_) return left.sign_ <=> right.sign_;
  const Number& smaller_if_less = left.sign_ < 0 ? right : left;
  const Number& larger_if_less = left.sign_ < 0 ? left : right;
  if (left.exponent_ != right.exponent_) {
    return smaller_if_less.exponent_ <=> larger_if_less.exponent_;
  }
  return smaller_if_less.digits_ <=> larger_if_less.digits_;
}

}  // namespace basalt
