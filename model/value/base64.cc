#include "model/value/base64.h"

#include <cstdint>

namespace basalt {

std::string ToBase64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto byte_at = [&](std::size_t position) -> std::uint32_t {
    return position < bytes.size() ? static_cast<std::uint8_t>(bytes[position]) : 0;
  };

  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t position = 0; position < bytes.size(); position += 3) {
    const std::uint32_t group =
        byte_at(position) << 16 | byte_at(position + 1) << 8 | byte_at(position + 2);
    text.push_back(kAlphabet[group >> 18]);
    text.push_back(kAlphabet[group >> 12 & 63]);
    text.push_back(position + 1 < bytes.size() ? kAlphabet[group >> 6 & 63] : '=');
    text.push_back(position + 2 < bytes.size() ? kAlphabet[group & 63] : '=');
  }
  return text;
}

}  // namespace basalt
