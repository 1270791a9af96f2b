// The parameters of the API before expressions become the same trees as expressions do.
#pragma once

#include <optional>

#include "basalt/request_values.h"
#include "basalt/result.h"
#include "expr/condition/condition.h"
#include "expr/update/update.h"

namespace basalt {

// Errors of all: kValidation with AWS's texts. All borrow the request's values.
Result<Condition> ConditionOfExpected(const ExpectedAttributes& expected,
                                      std::optional<ConditionalOperator> conditional_operator);
Result<Condition> ConditionOfFilter(const LegacyConditions& filter,
                                    std::optional<ConditionalOperator> conditional_operator);
Result<Update> UpdateOfAttributeUpdates(const AttributeUpdates& updates);

}  // namespace basalt
