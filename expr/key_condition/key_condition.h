// Key conditions: which partition of a table or an index a Query reads, and which range of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/item_view.h"
#include "basalt/request_values.h"
#include "basalt/result.h"
#include "expr/placeholders.h"
#include "model/schema/table_schema.h"

namespace basalt {

enum class KeyOperator {
  kEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kBetween,
  kBeginsWith
};

// One comparison with a key attribute. kBetween has two operands, all others one.
struct KeyComparison {
  std::string attribute;
  KeyOperator key_operator = KeyOperator::kEqual;
  std::vector<ValueView> operands;
};

// Comparisons joined by AND, not yet held against a schema.
struct KeyCondition {
  std::vector<KeyComparison> comparisons;
};

// Errors: kValidation with AWS's texts ("Invalid KeyConditionExpression: ...").
Result<KeyCondition> ParseKeyCondition(std::string_view text, Placeholders& placeholders);

// Legacy KeyConditions. Borrows the values.
Result<KeyCondition> KeyConditionOf(const LegacyConditions& conditions);

// A key condition that fits a key schema: every partition attribute is given, sort attributes from
// the left, and only the last one given may be a range.
struct BoundKeyCondition {
  std::vector<ValueView> partition;    // One for each partition attribute, in order.
  std::vector<ValueView> sort_equal;   // The sort attributes held equal, in order.
  std::optional<KeyComparison> range;  // On the next sort attribute; never kEqual.
};

// `index_name` is empty for a table; AWS names the index in one of its texts.
// Errors: kValidation with AWS's texts: "Query condition missed key schema element: ...",
// "Query key condition not supported", a type that is not the schema's, a key that is empty or too
// long.
Result<BoundKeyCondition> BindKeyCondition(const KeyCondition& condition, const KeySchema& schema,
                                           std::string_view index_name = {});

}  // namespace basalt
