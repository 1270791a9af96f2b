// What the legacy parameters check of their values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "basalt/request_values.h"
#include "basalt/result.h"

namespace basalt {

// The values, if none of them has a fault. Errors: kValidation: the first fault. Borrows them.
Result<std::vector<ValueView>> ViewsOf(std::span<const RequestValue> values);

// Whether the operator takes these values: their number, their types, the order of BETWEEN's.
// Errors: kValidation with AWS's texts. Source: API reference, Condition.
Status CheckArguments(ComparisonOperator comparison, std::span<const ValueView> arguments);

// "One or more parameter values were invalid: <what>".
Error InvalidParameter(std::string_view what);

}  // namespace basalt
