#include "expr/operators.h"

namespace basalt {

namespace {

constexpr std::array kConditionFunctions{Operator::kAttributeExists, Operator::kAttributeNotExists,
                                         Operator::kAttributeType,   Operator::kBeginsWith,
                                         Operator::kContains,        Operator::kSize};
constexpr std::array kUpdateFunctions{Operator::kIfNotExists, Operator::kListAppend};

template <std::size_t Count>
std::optional<Operator> Find(const std::array<Operator, Count>& functions, std::string_view name) {
  for (const Operator function : functions) {
    if (NameOf(function) == name) return function;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Operator> FindFunction(std::string_view name, ExpressionKind kind) {
  return kind == ExpressionKind::kUpdate ? Find(kUpdateFunctions, name)
                                         : Find(kConditionFunctions, name);
}

std::size_t OperandCountOf(Operator function) {
  const bool unary = function == Operator::kAttributeExists ||
                     function == Operator::kAttributeNotExists || function == Operator::kSize;
  return unary ? 1 : 2;
}

bool IsCondition(Operator function) {
  return function == Operator::kAttributeExists || function == Operator::kAttributeNotExists ||
         function == Operator::kAttributeType || function == Operator::kBeginsWith ||
         function == Operator::kContains;
}

}  // namespace basalt
