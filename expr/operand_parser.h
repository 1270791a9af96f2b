// Parses document paths, and operands of conditions and of updates.
//
//   path    := (name | name placeholder) ('.' (name | name placeholder) | '[' integer ']')*
//   operand := path | value placeholder | name '(' [operand (',' operand)*] ')'
#pragma once

#include "expr/syntax.h"
#include "expr/token_reader.h"

namespace basalt {

// How deep parentheses and calls may nest: beyond what the limit of 300 operators leaves useful,
// and little enough for any thread's stack.
inline constexpr int kParseDepthMax = 320;

// Errors: a syntax error. Notes reserved words and indexes out of range.
Result<PathSyntax> ParsePath(TokenReader& reader);

// `depth` is how many calls and parentheses are open around it. Errors: a syntax error, too deep.
// Notes what ParsePath notes, unknown functions and wrong numbers of operands, and conditions, such
// as attribute_exists, inside of a call.
Result<OperandSyntax> ParseOperand(TokenReader& reader, int depth);

// The function is in a place that is not for it: a condition used as a value, or the reverse.
Error MisusedFunction(ExpressionKind kind, Operator function);

}  // namespace basalt
