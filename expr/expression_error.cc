#include "expr/expression_error.h"

#include <string>

#include "expr/path_text.h"
#include "model/limits.h"

namespace basalt {

std::string_view ParameterName(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::kCondition:
      return "ConditionExpression";
    case ExpressionKind::kFilter:
      return "FilterExpression";
    case ExpressionKind::kKeyCondition:
      return "KeyConditionExpression";
    case ExpressionKind::kProjection:
      return "ProjectionExpression";
    case ExpressionKind::kUpdate:
      return "UpdateExpression";
  }
  return {};
}

Error ExpressionError(ExpressionKind kind, std::string_view what) {
  std::string message = "Invalid ";
  message.append(ParameterName(kind)).append(": ").append(what);
  return ValidationError(std::move(message));
}

Error IncorrectOperandType(ExpressionKind kind, std::string_view function, std::string_view type) {
  std::string what = "Incorrect operand type for operator or function; operator or function: ";
  what.append(function).append(", operand type: ").append(type);
  return ExpressionError(kind, what);
}

Error IncorrectOperandCount(ExpressionKind kind, std::string_view function, std::size_t count) {
  std::string what =
      "Incorrect number of operands for operator or function; operator or function: ";
  what.append(function).append(", number of operands: ").append(std::to_string(count));
  return ExpressionError(kind, what);
}

Error DocumentPathRequired(ExpressionKind kind, std::string_view function) {
  std::string what = "Operator or function requires a document path; operator or function: ";
  what.append(function);
  return ExpressionError(kind, what);
}

Error OperandsNotDistinct(ExpressionKind kind, std::string_view function, const Path& path) {
  std::string what =
      "The first operand must be distinct from the remaining operands for this operator or "
      "function; operator: ";
  what.append(function).append(", first operand: ").append(PathText(path));
  return ExpressionError(kind, what);
}

Error TooManyOperators(ExpressionKind kind) {
  return ExpressionError(kind, "The expression contains too many operators; operator count: " +
                                   std::to_string(kExpressionOperatorsMax + 1));
}

}  // namespace basalt
