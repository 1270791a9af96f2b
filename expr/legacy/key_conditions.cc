#include <optional>
#include <utility>

#include "expr/key_condition/key_condition.h"
#include "expr/legacy/legacy_values.h"

namespace basalt {

namespace {

std::optional<KeyOperator> KeyOperatorOf(ComparisonOperator comparison) {
  switch (comparison) {
    case ComparisonOperator::kEq:
      return KeyOperator::kEqual;
    case ComparisonOperator::kLt:
      return KeyOperator::kLess;
    case ComparisonOperator::kLe:
      return KeyOperator::kLessOrEqual;
    case ComparisonOperator::kGt:
      return KeyOperator::kGreater;
    case ComparisonOperator::kGe:
      return KeyOperator::kGreaterOrEqual;
    case ComparisonOperator::kBetween:
      return KeyOperator::kBetween;
    case ComparisonOperator::kBeginsWith:
      return KeyOperator::kBeginsWith;
    case ComparisonOperator::kIn:
    case ComparisonOperator::kNull:
    case ComparisonOperator::kNotContains:
    case ComparisonOperator::kNotNull:
    case ComparisonOperator::kNe:
    case ComparisonOperator::kContains:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Result<KeyCondition> KeyConditionOf(const LegacyConditions& conditions) {
  KeyCondition bound;
  for (const auto& [attribute, condition] : conditions) {
    std::span<const RequestValue> values;
    if (condition.attribute_value_list) values = *condition.attribute_value_list;
    auto operands = ViewsOf(values);
    if (!operands) return operands.error();
    auto checked = CheckArguments(condition.comparison_operator, *operands);
    if (!checked) return checked.error();
    const auto key_operator = KeyOperatorOf(condition.comparison_operator);
    if (!key_operator) {
      return ValidationError("Attempted conditional constraint is not an indexable operation");
    }
    bound.comparisons.push_back(
        {.attribute = attribute, .key_operator = *key_operator, .operands = *std::move(operands)});
  }
  return bound;
}

}  // namespace basalt
