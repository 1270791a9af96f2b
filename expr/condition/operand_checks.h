// What AWS refuses of a predicate's operands before it looks at any item. Values of a request have
// their type now; whatever a path leads to has not.
#pragma once

#include <span>

#include "basalt/result.h"
#include "expr/condition/condition_tree.h"
#include "expr/operators.h"

namespace basalt {

// `operands` are all of the predicate's. Errors: kValidation with AWS's texts.
Status CheckOperands(ExpressionKind kind, Operator predicate, std::span<const Operand> operands);

}  // namespace basalt
