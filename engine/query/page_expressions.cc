#include "engine/query/page_expressions.h"

#include <string>
#include <utility>

#include "expr/legacy/legacy.h"
#include "expr/token_reader.h"

namespace basalt {
namespace {

// Of the faults in a starting key's values some are told as the key's and some by themselves; a
// Scan frames more of them than a Query.
bool IsToldAsKeys(const Error& fault, PageOperation operation) {
  const std::string_view text = fault.message;
  if (text.starts_with("Supplied AttributeValue")) return true;
  if (operation == PageOperation::kQuery) return false;
  return text.ends_with(" be empty") || text.ends_with("must have the value of true");
}

// A Query's faults are framed; a Scan's have not been moved to that layer of validation.
Error SelectError(PageOperation operation, const std::string& message) {
  const bool framed = operation == PageOperation::kQuery;
  return ValidationError((framed ? "1 validation error detected: " : "") + message);
}

std::string_view WordsFor(Select select) {
  return select == Select::kCount ? std::string_view("only the Count") : NameOf(select);
}

}  // namespace

Status CheckStartKeyValues(const ReadPage& request, PageOperation operation) {
  if (!request.exclusive_start_key || !request.exclusive_start_key->fault) return Done{};

  Error fault = *request.exclusive_start_key->fault;
  if (IsToldAsKeys(fault, operation)) {
    fault.message.insert(0, "The provided starting key is invalid: ");
  }
  return fault;
}

Status CheckNotEmpty(const std::optional<std::string>& expression, ExpressionKind kind) {
  if (!expression || !expression->empty()) return Done{};
  return CheckExpressionSize(*expression, kind);
}

Result<std::optional<Condition>> ParseFilter(const ReadPage& request,
                                             const LegacyConditions* legacy_filter,
                                             Placeholders& placeholders) {
  if (request.filter_expression) {
    auto filter = ParseCondition(*request.filter_expression, ConditionKind::kFilter, placeholders);
    if (!filter) return filter.error();
    return std::optional(*std::move(filter));
  }
  if (!legacy_filter || legacy_filter->empty()) return std::optional<Condition>();
  auto filter = ConditionOfFilter(*legacy_filter, request.conditional_operator);
  if (!filter) return filter.error();
  return std::optional(*std::move(filter));
}

Result<std::optional<ProjectionPaths>> ParsePageProjection(const ReadPage& request,
                                                           Placeholders& placeholders) {
  if (!request.projection_expression && !request.attributes_to_get) {
    return std::optional<ProjectionPaths>();
  }
  auto projection = request.projection_expression
                        ? ParseProjection(*request.projection_expression, placeholders)
                        : ProjectionOfAttributes(*request.attributes_to_get);
  if (!projection) return projection.error();
  return std::optional(*std::move(projection));
}

Status CheckSelect(const ReadPage& request, PageOperation operation) {
  if (!request.select) return Done{};

  const Select select = *request.select;
  const bool projects = request.projection_expression || request.attributes_to_get;
  if (select == Select::kSpecificAttributes) {
    if (projects) return Done{};
    return SelectError(
        operation,
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
        "SPECIFIC_ATTRIBUTES");
  }
  if (projects) {
    const std::string parameter =
        request.projection_expression ? "ProjectionExpression" : "AttributesToGet";
    return SelectError(operation, "Cannot specify the " + parameter + " when choosing to get " +
                                      std::string(WordsFor(select)));
  }
  if (select == Select::kAllProjectedAttributes && !request.index_name) {
    return SelectError(
        operation, "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
  return Done{};
}

}  // namespace basalt
