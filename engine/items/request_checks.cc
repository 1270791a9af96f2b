#include "engine/items/request_checks.h"

#include <algorithm>
#include <optional>
#include <string>

#include "model/schema/table_name.h"

namespace basalt {
namespace {

bool AnyGiven(std::span<const Parameter> parameters) {
  return std::ranges::any_of(parameters, &Parameter::given);
}

std::string NamesOfGiven(std::span<const Parameter> parameters) {
  std::string names;
  for (const Parameter& parameter : parameters) {
    if (!parameter.given) continue;
    if (!names.empty()) names += ", ";
    names += parameter.name;
  }
  return names;
}

// "UpdateExpression and ConditionExpression are null"
std::string NothingTakesValues(std::span<const Parameter> expressions) {
  std::string names;
  int count = 0;
  for (const Parameter& expression : expressions) {
    if (!expression.takes_values) continue;
    if (count++ > 0) names += " and ";
    names += expression.name;
  }
  return names + (count > 1 ? " are null" : " is null");
}

Result<std::shared_ptr<const Table>> Usable(std::shared_ptr<const Table> table) {
  const bool usable = table && table->description.table_status != TableStatus::kCreating &&
                      table->description.table_status != TableStatus::kDeleting;
  if (!usable) {
    return Error{.code = ErrorCode::kResourceNotFound, .message = "Requested resource not found"};
  }
  return table;
}

}  // namespace

Status CheckExpressionUse(const ExpressionUse& use) {
  const bool has_expressions = AnyGiven(use.expressions);
  if (has_expressions && AnyGiven(use.non_expressions)) {
    return ValidationError(
        "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {" +
        NamesOfGiven(use.non_expressions) + "} Expression parameters: {" +
        NamesOfGiven(use.expressions) + "}");
  }
  if (use.names && !has_expressions) {
    return ValidationError("ExpressionAttributeNames can only be specified when using expressions");
  }
  const bool takes_values = std::ranges::any_of(use.expressions, [](const Parameter& expression) {
    return expression.given && expression.takes_values;
  });
  if (use.values && !takes_values) {
    return ValidationError(
        "ExpressionAttributeValues can only be specified when using expressions: " +
        NothingTakesValues(use.expressions));
  }
  return Done{};
}

Status CheckConditionalOperator(bool given, std::size_t conditions) {
  if (!given || conditions > 1) return Done{};
  if (conditions == 0) {
    return ValidationError("ConditionalOperator cannot be used without Filter or Expected");
  }
  return ValidationError(
      "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

bool HasDuplicates(std::vector<std::string_view> row_keys) {
  std::ranges::sort(row_keys);
  return std::ranges::adjacent_find(row_keys) != row_keys.end();
}

Result<std::shared_ptr<const Table>> FindTable(const Catalog& catalog,
                                               std::string_view name_or_arn) {
  return Usable(catalog.Find(TableNameIn(name_or_arn)));
}

Result<std::shared_ptr<const Table>> FindTable(const WriteAccess& access,
                                               std::string_view name_or_arn) {
  return Usable(access.Find(TableNameIn(name_or_arn)));
}

std::string_view TableNameIn(std::string_view name_or_arn) {
  return TableNameOf(name_or_arn).value_or(std::string_view());
}

}  // namespace basalt
