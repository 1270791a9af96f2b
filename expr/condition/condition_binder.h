// Binds a condition's syntax to a request's names and values.
#pragma once

#include "basalt/result.h"
#include "expr/binder.h"
#include "expr/condition/condition_syntax.h"
#include "expr/condition/condition_tree.h"

namespace basalt {

// Errors: kValidation for undefined placeholders and for operands that no item could make right,
// such as values without an order in BETWEEN. What an item may yet make right is no error: it does
// not hold.
Result<ConditionNode> BindCondition(const ConditionSyntax& syntax, Binder& binder);

}  // namespace basalt
