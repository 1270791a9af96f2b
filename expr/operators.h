// The operators and functions of all expressions, by the names that AWS's messages give them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "expr/expression_error.h"

namespace basalt {

enum class Operator : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kBetween,
  kIn,
  kAttributeExists,
  kAttributeNotExists,
  kAttributeType,
  kBeginsWith,
  kContains,
  kSize,
  kPlus,
  kMinus,
  kIfNotExists,
  kListAppend,
};

inline constexpr std::array<std::string_view, 18> kOperatorNames{"=",
                                                                 "<>",
                                                                 "<",
                                                                 "<=",
                                                                 ">",
                                                                 ">=",
                                                                 "BETWEEN",
                                                                 "IN",
                                                                 "attribute_exists",
                                                                 "attribute_not_exists",
                                                                 "attribute_type",
                                                                 "begins_with",
                                                                 "contains",
                                                                 "size",
                                                                 "+",
                                                                 "-",
                                                                 "if_not_exists",
                                                                 "list_append"};

constexpr std::string_view NameOf(Operator value) {
  return kOperatorNames[static_cast<std::size_t>(value)];
}

// The function of that name, if the kind of expression has it. Names are case-sensitive (API
// reference, PutItem, ConditionExpression).
std::optional<Operator> FindFunction(std::string_view name, ExpressionKind kind);

// How many operands a function takes. REQUIRES: `function` is one.
std::size_t OperandCountOf(Operator function);

// Whether a condition may consist of it: true of all functions there but size.
bool IsCondition(Operator function);

}  // namespace basalt
