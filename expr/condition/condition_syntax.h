// Conditions as they are written, not yet bound to a request's names and values.
//
//   condition := term ((AND | OR) term)*        AND binds tighter than OR, NOT tighter than both.
//   term      := NOT* primary
//   primary   := '(' condition ')' | function | predicate
//   predicate := value (= | <> | < | <= | > | >=) value | value BETWEEN value AND value
//              | value IN '(' value (',' value)* ')'
//   value     := operand | '(' value ')'        See operand_parser.h.
//
// Borrows the text. Source: developer guide, "Condition and filter expressions, operators, and
// functions".
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "basalt/result.h"
#include "expr/syntax.h"

namespace basalt {

// A comparison, BETWEEN, IN or a function: an operator and its operands in the order they are
// written.
struct PredicateSyntax {
  Operator predicate = Operator::kEqual;
  std::vector<OperandSyntax> operands;
};

enum class Logic { kAnd, kOr, kNot };

struct ConditionSyntax;

// kNot has one part, the others two at least.
struct LogicSyntax {
  Logic logic = Logic::kAnd;
  std::vector<ConditionSyntax> parts;
};

struct ConditionSyntax {
  std::variant<PredicateSyntax, LogicSyntax> node;
};

// Errors: kValidation with AWS's texts for what can be told without the request's names and values.
// REQUIRES: `kind` is one of the kinds that are conditions.
Result<ConditionSyntax> ParseConditionSyntax(std::string_view text, ExpressionKind kind);

}  // namespace basalt
