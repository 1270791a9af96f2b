#include "engine/items/read_request.h"

#include <array>
#include <utility>

#include "engine/items/request_checks.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {

Result<std::optional<ProjectionPaths>> BindProjection(const ProjectionParameters& parameters) {
  const auto& expression = parameters.projection_expression;
  const ExpressionAttributeNames* names = PointerTo(parameters.expression_attribute_names);
  const bool has_attributes =
      parameters.attributes_to_get && parameters.attributes_to_get->has_value();

  const std::array expressions = {Parameter{"ProjectionExpression", expression.has_value(), false}};
  const std::array non_expressions = {Parameter{"AttributesToGet", has_attributes}};
  auto used = CheckExpressionUse(
      {.expressions = expressions, .non_expressions = non_expressions, .names = names});
  if (!used) return std::move(used).error();

  std::optional<ProjectionPaths> projection;
  if (expression) {
    Placeholders placeholders(names, nullptr);
    if (auto sound = placeholders.Check(); !sound) return std::move(sound).error();
    auto paths = ParseProjection(*expression, placeholders);
    if (!paths) return std::move(paths).error();
    if (auto all = placeholders.CheckAllUsed(); !all) return std::move(all).error();
    projection = *std::move(paths);
  } else if (has_attributes) {
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
