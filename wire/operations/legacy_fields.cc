#include "wire/operations/legacy_fields.h"

namespace basalt::wire {

void Describe(Fields& fields, LegacyCondition& condition) {
  fields.Optional("AttributeValueList", condition.attribute_value_list);
  fields.Required("ComparisonOperator", condition.comparison_operator);
}

void Describe(Fields& fields, ExpectedAttributeValue& expected) {
  fields.Optional("AttributeValueList", expected.attribute_value_list);
  fields.Optional("ComparisonOperator", expected.comparison_operator);
  fields.Optional("Exists", expected.exists);
  fields.Optional("Value", expected.value);
}

void Describe(Fields& fields, AttributeValueUpdate& update) {
  fields.Optional("Action", update.action);
  fields.Optional("Value", update.value);
}

}  // namespace basalt::wire
