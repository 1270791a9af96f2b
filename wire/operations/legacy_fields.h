// The structures of DynamoDB's legacy parameters, which expressions have replaced.
#pragma once

#include "basalt/request_values.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

template <>
inline constexpr std::string_view kShapeName<LegacyCondition> = "Condition";
template <>
inline constexpr std::string_view kShapeName<ExpectedAttributeValue> = "ExpectedAttributeValue";
template <>
inline constexpr std::string_view kShapeName<AttributeValueUpdate> = "AttributeValueUpdate";

void Describe(Fields& fields, LegacyCondition& condition);
void Describe(Fields& fields, ExpectedAttributeValue& expected);
void Describe(Fields& fields, AttributeValueUpdate& update);

}  // namespace basalt::wire
