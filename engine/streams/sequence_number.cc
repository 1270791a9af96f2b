#include "engine/streams/sequence_number.h"

#include <charconv>

namespace basalt {
namespace {

constexpr std::size_t kDigits = 20;  // Of the greatest number there is.
constexpr char kFirstDigit = '1';    // Goes before them, so that the text has no leading zero.

}  // namespace

std::string SequenceText(SequenceNumber number) {
  const std::string digits = std::to_string(number);
  std::string text(1, kFirstDigit);
  text.append(kDigits - digits.size(), '0');
  return text + digits;
}

std::optional<SequenceNumber> ParseSequence(std::string_view text) {
  if (text.size() != kDigits + 1 || text.front() != kFirstDigit) return std::nullopt;
  SequenceNumber number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data() + 1, end, number);
  if (failure != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace basalt
