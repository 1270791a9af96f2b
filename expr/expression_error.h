// What AWS answers when an expression is refused. Every text that more than one part of expr/ needs
// is here, so that each is written once.
#pragma once

#include <cstddef>
#include <string_view>

#include "basalt/error.h"
#include "expr/path.h"

namespace basalt {

enum class ExpressionKind { kCondition, kFilter, kKeyCondition, kProjection, kUpdate };

// The request parameter's name: "ConditionExpression", ...
std::string_view ParameterName(ExpressionKind kind);

// "Invalid <parameter>: <what>".
Error ExpressionError(ExpressionKind kind, std::string_view what);

// `type` as the service names it in this text: "N", "BOOL", ...
Error IncorrectOperandType(ExpressionKind kind, std::string_view function, std::string_view type);
Error IncorrectOperandCount(ExpressionKind kind, std::string_view function, std::size_t count);
Error DocumentPathRequired(ExpressionKind kind, std::string_view function);
Error OperandsNotDistinct(ExpressionKind kind, std::string_view function, const Path& path);
Error TooManyOperators(ExpressionKind kind);

}  // namespace basalt
