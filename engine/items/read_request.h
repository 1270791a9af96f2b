// Reads of items by their keys: the checks AWS makes of one before it looks at the table, and what
// of the item it answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/request_values.h"
#include "basalt/result.h"
#include "engine/catalog/table.h"
#include "expr/projection/projection.h"

namespace basalt {

// The parameters by which a read says which parts of its items it wants. Borrows them.
struct ProjectionParameters {
  const std::optional<std::string>& projection_expression;
  const std::optional<ExpressionAttributeNames>& expression_attribute_names;
  const std::optional<std::vector<std::string>>* attributes_to_get = nullptr;  // Null: has none.
};

// What BindProjection checks before it reads any expression: parameters that exclude each other,
// names without an expression, and the names themselves. Errors: kValidation.
Status CheckProjectionUse(const ProjectionParameters& parameters);

// Empty: whole items. Errors: kValidation.
Result<std::optional<ProjectionPaths>> BindProjection(const ProjectionParameters& parameters);

// What the answer holds of an item: a copy of those parts of it.
EncodedItem AnswerOf(const std::optional<ProjectionPaths>& projection, ItemView item);

// Where the item of that key is. Errors: kValidation: the key is not as the schema has it.
Result<std::string> RowKeyOf(const Table& table, const RequestItem& key);

}  // namespace basalt
