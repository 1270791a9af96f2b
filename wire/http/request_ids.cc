#include "wire/http/request_ids.h"

#include <string_view>

namespace basalt::wire {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr int kDigitBits = 5;
constexpr int kDigitsPerDraw = 13;  // 65 bits' worth: the last digit of a draw has four.
constexpr int kDraws = 2;

// What DynamoDB's own ids end with.
constexpr std::string_view kSuffix = "VV4KQNSO5AEMVJF66Q9ASUAAJG";
static_assert(kDraws * kDigitsPerDraw + kSuffix.size() == 52);

}  // namespace

void RequestIds::AppendNext(std::string& out) {
  for (int draw = 0; draw < kDraws; ++draw) {
    std::uint64_t bits = random_();
    for (int i = 0; i < kDigitsPerDraw; ++i) {
      out += kDigits[bits % kDigits.size()];
      bits >>= kDigitBits;
    }
  }
  out += kSuffix;
}

}  // namespace basalt::wire
