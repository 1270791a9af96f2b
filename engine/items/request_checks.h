// The checks that every data operation makes before it looks at a table, and finding the table.
// AWS makes them in this order: parameters that exclude each other, placeholders without
// expressions, the placeholders themselves (expr/placeholders.h), the expressions, placeholders
// left unused.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "basalt/request_values.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/table.h"
#include "engine/catalog/write_access.h"

namespace basalt {

// A parameter of the API, and whether the request has it.
struct Parameter {
  std::string_view name;
  bool given = false;
  bool takes_values = true;  // An expression that may refer to ExpressionAttributeValues.
};

// What a request brings of expressions and of the legacy parameters they replaced; each list in the
// order in which AWS names them in its messages.
struct ExpressionUse {
  std::span<const Parameter> expressions;
  std::span<const Parameter> non_expressions;
  const ExpressionAttributeNames* names = nullptr;  // Null: the request does not have them.
  const RequestItem* values = nullptr;
};

// Errors: kValidation: legacy parameters and expressions in one request; names or values for
// placeholders where there is no expression to use them.
Status CheckExpressionUse(const ExpressionUse& use);

// ConditionalOperator joins the conditions of a legacy parameter, of which there must be two.
// `conditions` is their number; 0 where the parameter is absent. Errors: kValidation.
Status CheckConditionalOperator(bool given, std::size_t conditions);

// Whether two of the rows are the same.
bool HasDuplicates(std::vector<std::string_view> row_keys);

// A parameter as a pointer: null where the request does not have it.
template <typename T>
const T* PointerTo(const std::optional<T>& parameter) {
  return parameter ? &*parameter : nullptr;
}

// The table of a data operation, by name or ARN. Errors: kResourceNotFound ("Requested resource not
// found") where there is none, or it is not yet or no longer there to be used.
Result<std::shared_ptr<const Table>> FindTable(const Catalog& catalog,
                                               std::string_view name_or_arn);

// The same for a write. REQUIRES: `access` is for that table.
Result<std::shared_ptr<const Table>> FindTable(const WriteAccess& access,
                                               std::string_view name_or_arn);

// The name in a name or ARN; empty where it is neither, which no table's is.
std::string_view TableNameIn(std::string_view name_or_arn);

}  // namespace basalt
