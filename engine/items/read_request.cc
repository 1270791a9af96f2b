#include "engine/items/read_request.h"

#include <array>
#include <utility>

#include "engine/items/request_checks.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {

namespace {

bool HasAttributes(const ProjectionParameters& parameters) {
  return parameters.attributes_to_get && parameters.attributes_to_get->has_value();
}

}  // namespace

Status CheckProjectionUse(const ProjectionParameters& parameters) {
  const ExpressionAttributeNames* names = PointerTo(parameters.expression_attribute_names);
  const std::array expressions = {
      Parameter{"ProjectionExpression", parameters.projection_expression.has_value(), false}};
  const std::array non_expressions = {Parameter{"AttributesToGet", HasAttributes(parameters)}};
  auto used = CheckExpressionUse(
      {.expressions = expressions, .non_expressions = non_expressions, .names = names});
  if (!used) return used;
  return Placeholders(names, nullptr).Check();
}

Result<std::optional<ProjectionPaths>> BindProjection(const ProjectionParameters& parameters) {
  if (auto used = CheckProjectionUse(parameters); !used) return std::move(used).error();

  const auto& expression = parameters.projection_expression;
  std::optional<ProjectionPaths> projection;
  if (expression) {
    Placeholders placeholders(PointerTo(parameters.expression_attribute_names), nullptr);
    auto paths = ParseProjection(*expression, placeholders);
    if (!paths) return std::move(paths).error();
    if (auto all = placeholders.CheckAllUsed(); !all) return std::move(all).error();
    projection = *std::move(paths);
  } else if (HasAttributes(parameters)) {
    auto paths = ProjectionOfAttributes(**parameters.attributes_to_get);
    if (!paths) return std::move(paths).error();
    projection = *std::move(paths);
  }
  return projection;
}

EncodedItem AnswerOf(const std::optional<ProjectionPaths>& projection, ItemView item) {
  return projection ? Project(*projection, item) : EncodedItem(item);
}

Result<std::string> RowKeyOf(const Table& table, const RequestItem& key) {
  const ItemView view = key.item.view();
  if (auto fits = CheckKey(table.schema, view); !fits) return std::move(fits).error();
  return ItemRowKey(table.schema, view);
}

}  // namespace basalt
