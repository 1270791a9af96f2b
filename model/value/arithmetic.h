// Exact decimal arithmetic, for update expressions.
#pragma once

#include "basalt/number.h"
#include "basalt/result.h"

namespace basalt {

// The exact sum or difference. Errors: kValidation with the texts of Number::Parse where the result
// is out of range or takes more than 38 significant digits; nothing is ever rounded.
Result<Number> Add(const Number& left, const Number& right);
Result<Number> Subtract(const Number& left, const Number& right);

}  // namespace basalt
