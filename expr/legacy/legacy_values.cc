#include "expr/legacy/legacy_values.h"

#include <cstddef>
#include <string_view>

#include "model/value/compare.h"

namespace basalt {

namespace {

bool TakesCount(ComparisonOperator comparison, std::size_t count) {
  switch (comparison) {
    case ComparisonOperator::kNull:
    case ComparisonOperator::kNotNull:
      return count == 0;
    case ComparisonOperator::kBetween:
      return count == 2;
    case ComparisonOperator::kIn:
      return count > 0;
    case ComparisonOperator::kLt:
    case ComparisonOperator::kNotContains:
    case ComparisonOperator::kEq:
    case ComparisonOperator::kGt:
    case ComparisonOperator::kNe:
    case ComparisonOperator::kLe:
    case ComparisonOperator::kBeginsWith:
    case ComparisonOperator::kGe:
    case ComparisonOperator::kContains:
      return count == 1;
  }
  return false;
}

bool TakesType(ComparisonOperator comparison, ValueType type) {
  const bool is_text = type == ValueType::kString || type == ValueType::kBinary;
  const bool is_ordered = is_text || type == ValueType::kNumber;
  switch (comparison) {
    case ComparisonOperator::kEq:
    case ComparisonOperator::kNe:
    case ComparisonOperator::kNull:
    case ComparisonOperator::kNotNull:
      return true;
    case ComparisonOperator::kBeginsWith:
      return is_text;
    case ComparisonOperator::kContains:
    case ComparisonOperator::kNotContains:
      return is_ordered || type == ValueType::kBool || type == ValueType::kNull;
    case ComparisonOperator::kIn:
    case ComparisonOperator::kBetween:
    case ComparisonOperator::kLt:
    case ComparisonOperator::kLe:
    case ComparisonOperator::kGt:
    case ComparisonOperator::kGe:
      return is_ordered;
  }
  return false;
}

}  // namespace

Error InvalidParameter(std::string_view what) {
  std::string message = "One or more parameter values were invalid: ";
  return ValidationError(message.append(what));
}

Result<std::vector<ValueView>> ViewsOf(std::span<const RequestValue> values) {
  std::vector<ValueView> views;
  views.reserve(values.size());
  for (const RequestValue& value : values) {
    if (value.fault) return *value.fault;
    views.push_back(value.value->view());
  }
  return views;
}

Status CheckArguments(ComparisonOperator comparison, std::span<const ValueView> arguments) {
  const std::string name(NameOf(comparison));
  if (!TakesCount(comparison, arguments.size())) {
    return InvalidParameter("Invalid number of argument(s) for the " + name +
                            " ComparisonOperator");
  }
  for (const ValueView argument : arguments) {
    if (!TakesType(comparison, argument.type())) {
      return InvalidParameter("ComparisonOperator " + name + " is not valid for " +
                              std::string(TypeName(argument.type())) + " AttributeValue type");
    }
  }
  for (const ValueView argument : arguments) {
    if (argument.type() != arguments.front().type()) {
      return InvalidParameter("AttributeValues inside AttributeValueList must be of same type");
    }
  }
  if (comparison == ComparisonOperator::kBetween &&
      Compare(arguments[0], arguments[1]) == std::strong_ordering::greater) {
    return ValidationError(
        "The BETWEEN condition was provided a range where the lower bound is greater than the "
        "upper bound");
  }
  return Done{};
}

}  // namespace basalt
