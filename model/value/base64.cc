#include "basalt/base64.h"

#include <cstddef>
#include <cstdint>

namespace basalt {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t Byte(std::string_view bytes, std::size_t position) {
  return static_cast<std::uint8_t>(bytes[position]);
}

}  // namespace

void AppendBase64(std::string& out, std::string_view bytes) {
  const std::size_t begin = out.size();
  out.resize(begin + (bytes.size() + 2) / 3 * 4);
  char* to = out.data() + begin;
  const auto put = [&to](std::uint32_t bits, int shift) { *to++ = kDigits[(bits >> shift) & 63]; };

  std::size_t at = 0;
  for (; at + 3 <= bytes.size(); at += 3) {
    const std::uint32_t bits =
        Byte(bytes, at) << 16 | Byte(bytes, at + 1) << 8 | Byte(bytes, at + 2);
    for (int shift = 18; shift >= 0; shift -= 6) put(bits, shift);
  }
  if (at == bytes.size()) return;

  const bool two = at + 2 == bytes.size();
  const std::uint32_t bits = Byte(bytes, at) << 16 | (two ? Byte(bytes, at + 1) << 8 : 0);
  put(bits, 18);
  put(bits, 12);
  if (two) put(bits, 6);
  *to++ = '=';
  if (!two) *to = '=';
}

}  // namespace basalt
