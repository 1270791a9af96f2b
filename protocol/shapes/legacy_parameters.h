// The structures of DynamoDB's legacy parameters, which expressions have replaced.
#pragma once

#include "basalt/request_values.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<LegacyCondition> = "Condition";
template <>
inline constexpr std::string_view kShapeName<ExpectedAttributeValue> = "ExpectedAttributeValue";
template <>
inline constexpr std::string_view kShapeName<AttributeValueUpdate> = "AttributeValueUpdate";

void Describe(auto& shape, Of<LegacyCondition> auto& condition) {
  shape.Optional("AttributeValueList", condition.attribute_value_list);
  shape.Required("ComparisonOperator", condition.comparison_operator);
}

void Describe(auto& shape, Of<ExpectedAttributeValue> auto& expected) {
  shape.Optional("AttributeValueList", expected.attribute_value_list);
  shape.Optional("ComparisonOperator", expected.comparison_operator);
  shape.Optional("Exists", expected.exists);
  shape.Optional("Value", expected.value);
}

void Describe(auto& shape, Of<AttributeValueUpdate> auto& update) {
  shape.Optional("Action", update.action);
  shape.Optional("Value", update.value);
}

}  // namespace basalt::protocol
