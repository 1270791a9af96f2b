#include "model/value/number_text.h"

#include <algorithm>

namespace basalt {
namespace {

constexpr std::size_t kNumberSizeMax = 21;

bool IsDigit(char character) { return character >= '0' && character <= '9'; }

struct Parts {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
};

Parts SplitCanonical(std::string_view text) {
  Parts parts;
  parts.negative = text.starts_with('-');
  text.remove_prefix(parts.negative ? 1 : 0);
  const std::size_t point = std::min(text.find('.'), text.size());
  parts.integer = text.substr(0, point);
  if (point < text.size()) parts.fraction = text.substr(point + 1);
  return parts;
}

}  // namespace

bool IsPlainNumber(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(Number::kDigitsMax)) return false;
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);

  std::size_t position = 0;
  while (position < text.size() && IsDigit(text[position])) ++position;
  if (position == 0) return false;
  if (text[0] == '0' && position > 1) return false;
  if (position == text.size()) return !(negative && text[0] == '0');

  if (text[position] != '.') return false;
  const std::size_t fraction = ++position;
  while (position < text.size() && IsDigit(text[position])) ++position;
  return position == text.size() && position > fraction && text.back() != '0';
}

std::strong_ordering CompareNumberTexts(std::string_view left, std::string_view right) {
  const Parts left_parts = SplitCanonical(left);
  const Parts right_parts = SplitCanonical(right);
  if (left_parts.negative != right_parts.negative) {
    return left_parts.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const auto magnitude = [&]() -> std::strong_ordering {
    if (left_parts.integer.size() != right_parts.integer.size()) {
      return left_parts.integer.size() <=> right_parts.integer.size();
    }
    const int integers = left_parts.integer.compare(right_parts.integer);
    if (integers != 0) return integers <=> 0;
    return left_parts.fraction.compare(right_parts.fraction) <=> 0;
  }();
  return left_parts.negative ? 0 <=> magnitude : magnitude;
}

std::size_t NumberTextSize(std::string_view text) {
  Parts parts = SplitCanonical(text);
  if (parts.integer == "0") {
    parts.integer = {};
    parts.fraction.remove_prefix(
        std::min(parts.fraction.find_first_not_of('0'), parts.fraction.size()));
  } else if (parts.fraction.empty()) {
    parts.integer = parts.integer.substr(0, parts.integer.find_last_not_of('0') + 1);
  }
  const std::size_t pairs = (parts.integer.size() + 1) / 2 + (parts.fraction.size() + 1) / 2;
  return std::min(1 + pairs + (parts.negative ? 1 : 0), kNumberSizeMax);
}

}  // namespace basalt
