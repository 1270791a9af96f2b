// Query and Scan, on tables and on their secondary indexes. Members carry the names of AWS's API
// reference. Every table_name may also be the table's ARN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "basalt/capacity.h"
#include "basalt/item_list.h"
#include "basalt/request_values.h"

namespace basalt {

// How much a page may evaluate. See ReadPage::give_up_beyond.
struct ReadBound {
  std::int64_t items = 0;
  std::size_t bytes = 0;  // Of items, as DynamoDB counts them.
};

// What Query and Scan have in common.
struct ReadPage {
  std::string table_name;
  std::optional<std::string> index_name;
  std::optional<std::string> filter_expression;
  std::optional<std::string> projection_expression;
  std::optional<ExpressionAttributeNames> expression_attribute_names;
  std::optional<RequestItem> expression_attribute_values;
  std::optional<std::vector<std::string>> attributes_to_get;  // Legacy.
  std::optional<ConditionalOperator> conditional_operator;    // Legacy.
  std::optional<Select> select;
  std::optional<std::int64_t> limit;  // Items evaluated, before the filter; at least 1.
  std::optional<RequestItem> exclusive_start_key;
  bool consistent_read = false;  // Refused on a global secondary index.
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;

  // For callers that have no time for long pages, such as a thread that serves many connections: a
  // page that would evaluate more is not read to its end, and the response says nothing but
  // gave_up. Nothing is counted of it. Not part of AWS's API.
  std::optional<ReadBound> give_up_beyond;
};

struct QueryRequest : ReadPage {
  std::optional<std::string> key_condition_expression;
  std::optional<LegacyConditions> key_conditions;  // Legacy.
  std::optional<LegacyConditions> query_filter;    // Legacy.
  bool scan_index_forward = true;
};

struct ScanRequest : ReadPage {
  std::optional<LegacyConditions> scan_filter;  // Legacy.
  std::optional<std::int64_t> segment;          // 0 .. total_segments - 1.
  std::optional<std::int64_t> total_segments;   // 1 .. 1,000,000.
};

// One page: up to `limit` items or 1 MB evaluated, whichever comes first.
struct PageResponse {
  std::optional<ItemList> items;  // Absent where the request selected COUNT.
  std::int64_t count = 0;         // After the filter.
  std::int64_t scanned_count = 0;
  std::optional<EncodedItem> last_evaluated_key;  // Where the next page starts; absent at the end.
  std::optional<ConsumedCapacity> consumed_capacity;
  bool gave_up = false;  // The request had a give_up_beyond; all else is empty.
};
using QueryResponse = PageResponse;
using ScanResponse = PageResponse;

}  // namespace basalt
