#include "engine/catalog/uuid.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <random>

namespace basalt {

std::string NewUuid() {
  std::random_device source;
  std::array<std::uint32_t, 4> random{};
  for (std::uint32_t& word : random) word = source();
  std::array<std::uint8_t, sizeof(random)> bytes{};
  std::memcpy(bytes.data(), random.data(), bytes.size());
  bytes[6] = static_cast<std::uint8_t>(0x40 | (bytes[6] & 0x0F));  // The version.
  bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));  // The variant.

  constexpr const char* kHexDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t position = 0; position < bytes.size(); ++position) {
    if (position == 4 || position == 6 || position == 8 || position == 10) text.push_back('-');
    text.push_back(kHexDigits[bytes[position] >> 4]);
    text.push_back(kHexDigits[bytes[position] & 0x0F]);
  }
  return text;
}

}  // namespace basalt
