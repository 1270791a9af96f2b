// Random attribute values for the property tests of the model. A run prints its seed when it fails;
// BASALT_TEST_SEED repeats it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

#include "basalt/attribute_value.h"

namespace basalt {

inline std::uint64_t SeedOfThisRun() {
  const char* text = std::getenv("BASALT_TEST_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device()();
}

inline std::string HowToRepeat(std::uint64_t seed) {
  return "to repeat: BASALT_TEST_SEED=" + std::to_string(seed);
}

class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : engine_(seed) {}

  int Below(int end) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(end)); }

  // Bytes that often share prefixes and often hold zeros and 0xff.
  std::string Bytes() {
    std::string bytes;
    const int size = Below(4) == 0 ? Below(300) : Below(6);
    while (static_cast<int>(bytes.size()) < size) {
      bytes.push_back(static_cast<char>(Below(3) == 0 ? Below(256) : (Below(3) - 1)));
    }
    return bytes;
  }

  std::string Text() {
    static constexpr std::string_view kPieces[] = {
        "a", "b", "\"", "\\", "\n", "z", "\xc3\xa9", "\x01", "\xf0\x9f\x98\x80"};
    std::string text;
    const int size = Below(8) == 0 ? Below(200) : Below(6);
    for (int piece = 0; piece < size; ++piece) text += kPieces[Below(std::size(kPieces))];
    return text;
  }

  // Over the whole range, with neighbours often near.
  Number ANumber() {
    std::string digits;
    const int count = Below(3) == 0 ? Below(Number::kDigitsMax + 1) : Below(4);
    while (static_cast<int>(digits.size()) < count) {
      digits.push_back(static_cast<char>('0' + (Below(2) == 0 ? Below(10) : Below(2) * 9)));
    }
    while (!digits.empty() && digits.front() == '0') digits.erase(0, 1);
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    const int exponent = Below(2) == 0 ? Below(5) - 2
                                       : Number::kExponentMin +
                                             Below(Number::kExponentMax - Number::kExponentMin + 1);
    return Number::FromDigits(Below(2) == 0 ? -1 : 1, exponent, digits);
  }

  AttributeValue Value(int levels) {
    switch (Below(levels > 0 ? 10 : 8)) {
      case 0:
        return {Null{}};
      case 1:
        return {Below(2) == 0};
      case 2:
        return {ANumber()};
      case 3:
        return {Text()};
      case 4:
        return {Binary{Bytes()}};
      case 5:
        return {Set<StringSet>([&] { return Text(); })};
      case 6:
        return {Set<NumberSet>([&] { return ANumber(); })};
      case 7:
        return {Set<BinarySet>([&] { return Binary{Bytes()}; })};
      case 8: {
        List list;
        for (int left = Below(5); left > 0; --left) list.push_back(Value(levels - 1));
        return {list};
      }
      default:
        return {AnItem(levels - 1)};
    }
  }

  Item AnItem(int levels) {
    Item item;
    for (int left = Below(7); left > 0; --left) item.insert_or_assign(Text() + 'x', Value(levels));
    return item;
  }

 private:
  template <typename T, typename Make>
  T Set(const Make& make) {
    T set;
    for (int left = 1 + Below(6); left > 0; --left) set.insert(make());
    return set;
  }

  std::mt19937_64 engine_;
};

}  // namespace basalt
