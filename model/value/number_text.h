// Numbers in their canonical text, as encoded items hold them and replies send them: plain notation
// without exponent, superfluous zeros or a plus sign; "0" is the only zero.
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>

#include "basalt/number.h"

namespace basalt {

// AWS's texts for numbers that cannot be stored.
inline constexpr std::string_view kNumberOverflowMessage =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
inline constexpr std::string_view kNumberUnderflowMessage =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";
inline constexpr std::string_view kNumberPrecisionMessage =
    "Attempting to store more than 38 significant digits in a Number";

// Whether `text` is surely canonical and within DynamoDB's limits. A quick look that decides for
// texts of up to 38 characters, which is nearly all; longer ones are said not to be.
bool IsPlainNumber(std::string_view text);

// Order by value, without parsing. REQUIRES: canonical texts.
std::strong_ordering CompareNumberTexts(std::string_view left, std::string_view right);

// What a number weighs: one byte, one more for each two digits or part of them before the point and
// likewise behind it, zeros at both ends left out, and one more for a minus sign; at most 21.
// REQUIRES: a canonical text. Source: developer guide, "DynamoDB item sizes and formats", refined
// by sizes measured at the 400 KB limit.
std::size_t NumberTextSize(std::string_view text);

}  // namespace basalt
