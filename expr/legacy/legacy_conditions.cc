#include <memory>
#include <string>
#include <utility>

#include "expr/condition/condition_tree.h"
#include "expr/legacy/legacy.h"
#include "expr/legacy/legacy_values.h"

namespace basalt {

namespace {

Path PathTo(const std::string& attribute) { return {.root = attribute, .steps = {}}; }

ConditionNode Negate(ConditionNode node) {
  return {Not{std::make_unique<ConditionNode>(std::move(node))}};
}

// REQUIRES: the arguments have passed CheckArguments.
ConditionNode NodeOf(const std::string& attribute, ComparisonOperator comparison,
                     const std::vector<ValueView>& arguments) {
  const auto compare = [&](Comparator comparator) {
    return ConditionNode{Comparison{
        .comparator = comparator, .left = PathTo(attribute), .right = arguments.front()}};
  };
  const auto contains = [&] {
    return ConditionNode{Contains{.container = PathTo(attribute), .element = arguments.front()}};
  };
  switch (comparison) {
    case ComparisonOperator::kIn:
      return {In{.value = PathTo(attribute), .candidates = {arguments.begin(), arguments.end()}}};
    case ComparisonOperator::kNull:
      return Negate({AttributeExists{PathTo(attribute)}});
    case ComparisonOperator::kNotNull:
      return {AttributeExists{PathTo(attribute)}};
    case ComparisonOperator::kBetween:
      return {Between{.value = PathTo(attribute), .lower = arguments[0], .upper = arguments[1]}};
    case ComparisonOperator::kBeginsWith:
      return {BeginsWith{.value = PathTo(attribute), .prefix = arguments.front()}};
    case ComparisonOperator::kContains:
      return contains();
    case ComparisonOperator::kNotContains:
      return Negate(contains());
    case ComparisonOperator::kEq:
      return compare(Comparator::kEqual);
    case ComparisonOperator::kNe:
      return compare(Comparator::kNotEqual);
    case ComparisonOperator::kLt:
      return compare(Comparator::kLess);
    case ComparisonOperator::kLe:
      return compare(Comparator::kLessOrEqual);
    case ComparisonOperator::kGt:
      return compare(Comparator::kGreater);
    case ComparisonOperator::kGe:
      break;
  }
  return compare(Comparator::kGreaterOrEqual);
}

// The rules for which members go together, in AWS's order. Source: API reference,
// ExpectedAttributeValue; where the service differs from it (Value beside ComparisonOperator is
// accepted), the service.
Status CheckMembers(const std::string& name, const ExpectedAttributeValue& expected) {
  const std::string attribute = " for Attribute: " + name;
  const bool has_list = expected.attribute_value_list.has_value();
  if (expected.value && has_list) {
    return InvalidParameter("Value and AttributeValueList cannot be used together" + attribute);
  }
  if (!expected.comparison_operator) {
    if (has_list) {
      return InvalidParameter("AttributeValueList can only be used with a ComparisonOperator" +
                              attribute);
    }
    if (expected.exists == false) {
      if (!expected.value) return Done{};
      return InvalidParameter("Value cannot be used when Exists is false" + attribute);
    }
    if (expected.value) return Done{};
    return InvalidParameter("Value must be provided when Exists is " +
                            std::string(expected.exists ? "true" : "null") + attribute);
  }
  if (expected.exists) {
    return InvalidParameter("Exists and ComparisonOperator cannot be used together" + attribute);
  }
  const ComparisonOperator comparison = *expected.comparison_operator;
  const bool takes_none =
      comparison == ComparisonOperator::kNull || comparison == ComparisonOperator::kNotNull;
  if (expected.value || has_list || takes_none) return Done{};
  return InvalidParameter("Value or AttributeValueList must be used with ComparisonOperator: " +
                          std::string(NameOf(comparison)) + attribute);
}

std::span<const RequestValue> ValuesOf(const ExpectedAttributeValue& expected) {
  if (expected.value) return {&*expected.value, 1};
  if (expected.attribute_value_list) return *expected.attribute_value_list;
  return {};
}

Result<ConditionNode> NodeOfExpected(const std::string& attribute,
                                     const ExpectedAttributeValue& expected) {
  if (auto members = CheckMembers(attribute, expected); !members) return members.error();
  auto arguments = ViewsOf(ValuesOf(expected));
  if (!arguments) return arguments.error();
  const ComparisonOperator implied =
      expected.exists == false ? ComparisonOperator::kNull : ComparisonOperator::kEq;
  const ComparisonOperator comparison = expected.comparison_operator.value_or(implied);
  if (auto checked = CheckArguments(comparison, *arguments); !checked) return checked.error();
  return NodeOf(attribute, comparison, *arguments);
}

Result<ConditionNode> NodeOfFilter(const std::string& attribute, const LegacyCondition& condition) {
  std::span<const RequestValue> values;
  if (condition.attribute_value_list) values = *condition.attribute_value_list;
  auto arguments = ViewsOf(values);
  if (!arguments) return arguments.error();
  auto checked = CheckArguments(condition.comparison_operator, *arguments);
  if (!checked) return checked.error();
  return NodeOf(attribute, condition.comparison_operator, *arguments);
}

template <typename Conditions, typename Translate>
Result<Condition> Combine(const Conditions& conditions,
                          std::optional<ConditionalOperator> conditional_operator,
                          Translate translate) {
  for (const auto& [attribute, condition] : conditions) {
    if (attribute.empty()) return ValidationError("Empty attribute name");
  }
  if (conditional_operator && conditions.empty()) {
    return ValidationError("ConditionalOperator cannot be used without Filter or Expected");
  }
  if (conditional_operator && conditions.size() == 1) {
    return ValidationError(
        "ConditionalOperator can only be used when Filter or Expected has two or more elements");
  }
  std::vector<ConditionNode> parts;
  parts.reserve(conditions.size());
  for (const auto& [attribute, condition] : conditions) {
    auto part = translate(attribute, condition);
    if (!part) return part.error();
    parts.push_back(*std::move(part));
  }
  ConditionNode root = conditional_operator == ConditionalOperator::kOr
                           ? ConditionNode{Or{std::move(parts)}}
                           : ConditionNode{And{std::move(parts)}};
  return Condition(std::make_shared<const ConditionNode>(std::move(root)));
}

}  // namespace

Result<Condition> ConditionOfExpected(const ExpectedAttributes& expected,
                                      std::optional<ConditionalOperator> conditional_operator) {
  return Combine(expected, conditional_operator, NodeOfExpected);
}

Result<Condition> ConditionOfFilter(const LegacyConditions& filter,
                                    std::optional<ConditionalOperator> conditional_operator) {
  return Combine(filter, conditional_operator, NodeOfFilter);
}

}  // namespace basalt
