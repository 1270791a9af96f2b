#include "model/value/arithmetic.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "model/value/number_text.h"

namespace basalt {
namespace {

// A column for every power of ten a digit can stand at, and one for the last carry.
constexpr int kLowestPower = Number::kExponentMin - Number::kDigitsMax + 1;
constexpr int kColumns = Number::kExponentMax - kLowestPower + 2;

// Signed digits by column, most significant first.
using Columns = std::array<int, kColumns>;

int ColumnOf(int power) { return kColumns - 1 - (power - kLowestPower); }

void Accumulate(Columns& columns, const Number& number, int sign) {
  for (int position = 0; position < number.digit_count(); ++position) {
    const int column = ColumnOf(number.exponent() - position);
    columns[static_cast<std::size_t>(column)] += sign * number.digit(position);
  }
}

// Makes every column 0..9. REQUIRES: the sum is not negative.
void Carry(Columns& columns) {
  for (std::size_t column = columns.size() - 1; column > 0; --column) {
    const int carry = columns[column] >= 10 ? 1 : columns[column] < 0 ? -1 : 0;
    columns[column] -= carry * 10;
    columns[column - 1] += carry;
  }
}

Result<Number> ToNumber(const Columns& columns, int sign) {
  const auto not_zero = [](int digit) { return digit != 0; };
  const auto first = std::find_if(columns.begin(), columns.end(), not_zero);
  if (first == columns.end()) return Number();
  const auto end = std::find_if(columns.rbegin(), columns.rend(), not_zero).base();

  const int exponent = kLowestPower + kColumns - 1 - static_cast<int>(first - columns.begin());
  if (exponent > Number::kExponentMax) return ValidationError(std::string(kNumberOverflowMessage));
  if (exponent < Number::kExponentMin) return ValidationError(std::string(kNumberUnderflowMessage));
  if (end - first > Number::kDigitsMax)
    return ValidationError(std::string(kNumberPrecisionMessage));

  std::array<char, Number::kDigitsMax> digits{};
  std::transform(first, end, digits.begin(),
                 [](int digit) { return static_cast<char>('0' + digit); });
  return Number::FromDigits(sign, exponent, {digits.data(), static_cast<std::size_t>(end - first)});
}

// left + right_sign * right.
Result<Number> Combine(const Number& left, const Number& right, int right_sign) {
  Columns columns{};
  Accumulate(columns, left, left.sign());
  Accumulate(columns, right, right_sign * right.sign());

  const auto leading =
      std::find_if(columns.begin(), columns.end(), [](int sum) { return sum != 0; });
  const int sign = leading != columns.end() && *leading < 0 ? -1 : 1;
  if (sign < 0) std::transform(columns.begin(), columns.end(), columns.begin(), std::negate<>());
  Carry(columns);
  return ToNumber(columns, sign);
}

}  // namespace

Result<Number> Add(const Number& left, const Number& right) { return Combine(left, right, 1); }

Result<Number> Subtract(const Number& left, const Number& right) {
  return Combine(left, right, -1);
}

}  // namespace basalt
