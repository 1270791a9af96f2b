#include "model/value/utf8.h"

#include <cstddef>
#include <cstdint>

namespace basalt {
namespace {

// How many continuation bytes follow a lead byte, and what the first of them may be.
struct Sequence {
  std::size_t continuations;
  std::uint8_t first_min = 0x80;
  std::uint8_t first_max = 0xbf;
};

// Continuations 0 stands for a byte that cannot lead.
Sequence SequenceOf(std::uint8_t lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return {.continuations = 1};
  if (lead == 0xe0) return {.continuations = 2, .first_min = 0xa0};
  if (lead == 0xed) return {.continuations = 2, .first_max = 0x9f};
  if (lead >= 0xe1 && lead <= 0xef) return {.continuations = 2};
  if (lead == 0xf0) return {.continuations = 3, .first_min = 0x90};
  if (lead >= 0xf1 && lead <= 0xf3) return {.continuations = 3};
  if (lead == 0xf4) return {.continuations = 3, .first_max = 0x8f};
  return {.continuations = 0};
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  const auto at = [&](std::size_t position) { return static_cast<std::uint8_t>(bytes[position]); };
  std::size_t position = 0;
  while (position < bytes.size()) {
    const std::uint8_t lead = at(position++);
    if (lead < 0x80) continue;
    const Sequence sequence = SequenceOf(lead);
    if (sequence.continuations == 0 || bytes.size() - position < sequence.continuations) {
      return false;
    }
    if (at(position) < sequence.first_min || at(position) > sequence.first_max) return false;
    for (std::size_t next = 1; next < sequence.continuations; ++next) {
      if ((at(position + next) & 0xc0) != 0x80) return false;
    }
    position += sequence.continuations;
  }
  return true;
}

}  // namespace basalt
