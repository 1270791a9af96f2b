// Which strings JSON cannot carry as their own bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace basalt {

// Whether the text holds a quote, a backslash or a control character (below U+0020).
inline bool NeedsJsonEscapes(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighs = kOnes * 0x80;
  // The high bit of each byte that is zero is set; also of some above it, never without one.
  const auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };

  std::size_t position = 0;
  for (; position + 8 <= text.size(); position += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + position, 8);
    const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
    if ((control | zeros(word ^ (kOnes * '"')) | zeros(word ^ (kOnes * '\\'))) != 0) return true;
  }
  for (; position < text.size(); ++position) {
    const char character = text[position];
    if (static_cast<std::uint8_t>(character) < 0x20 || character == '"' || character == '\\') {
      return true;
    }
  }
  return false;
}

}  // namespace basalt
