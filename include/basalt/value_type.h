// DynamoDB's ten types.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace basalt {

// Stored in every value's tag: FROZEN once released.
enum class ValueType : std::uint8_t {
  kString,
  kNumber,
  kBinary,
  kBool,
  kNull,
  kMap,
  kList,
  kStringSet,
  kNumberSet,
  kBinarySet,
};

inline constexpr std::array<std::string_view, 10> kTypeNames{"S", "N", "B",  "BOOL", "NULL",
                                                             "M", "L", "SS", "NS",   "BS"};

// DynamoDB's name of a type: "S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS".
constexpr std::string_view TypeName(ValueType type) {
  return kTypeNames[static_cast<std::size_t>(type)];
}

// The type of a set's elements: kString, kNumber or kBinary. REQUIRES: a set type.
constexpr ValueType ElementType(ValueType set_type) {
  return static_cast<ValueType>(static_cast<std::uint8_t>(set_type) -
                                static_cast<std::uint8_t>(ValueType::kStringSet));
}

}  // namespace basalt
