// What a Query or a Scan asks of every item, read from the request alone: parts of the checks that
// AWS makes before it looks at any table. Errors of all: kValidation.
#pragma once

#include <optional>
#include <string>

#include "basalt/query_requests.h"
#include "basalt/result.h"
#include "expr/condition/condition.h"
#include "expr/expression_error.h"
#include "expr/placeholders.h"
#include "expr/projection/projection.h"

namespace basalt {

enum class PageOperation { kQuery, kScan };  // They word some faults differently.

// Faults found in the starting key's values on their way in.
Status CheckStartKeyValues(const ReadPage& request, PageOperation operation);

// An expression that is there must not be the empty text. Errors: kValidation.
Status CheckNotEmpty(const std::optional<std::string>& expression, ExpressionKind kind);

// The filter, from FilterExpression or from the legacy one (null: absent); empty if there is none.
Result<std::optional<Condition>> ParseFilter(const ReadPage& request,
                                             const LegacyConditions* legacy_filter,
                                             Placeholders& placeholders);

// The projection, from ProjectionExpression or AttributesToGet; empty if there is none.
Result<std::optional<ProjectionPaths>> ParsePageProjection(const ReadPage& request,
                                                           Placeholders& placeholders);

// Whether Select agrees with the rest of the request. Source: API reference, "Query", Select.
Status CheckSelect(const ReadPage& request, PageOperation operation);

}  // namespace basalt
