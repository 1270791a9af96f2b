// TransactWriteItems and TransactGetItems. Members carry the names of AWS's API reference. Every
// table_name may also be the table's ARN.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "basalt/capacity.h"
#include "basalt/request_values.h"

namespace basalt {

// What the actions of a write transaction have in common.
struct TransactAction {
  std::string table_name;
  std::optional<std::string> condition_expression;  // Required by ConditionCheck.
  std::optional<ExpressionAttributeNames> expression_attribute_names;
  std::optional<RequestItem> expression_attribute_values;
  ReturnValuesOnConditionCheckFailure return_values_on_condition_check_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
};
struct TransactPut : TransactAction {
  RequestItem item;
};
struct TransactUpdate : TransactAction {
  RequestItem key;
  std::string update_expression;
};
struct TransactDelete : TransactAction {
  RequestItem key;
};
struct TransactConditionCheck : TransactAction {
  RequestItem key;
};
// Not exactly one of AWS's members given is std::monostate: refused by the engine.
using TransactWriteItem = std::variant<std::monostate, TransactPut, TransactUpdate, TransactDelete,
                                       TransactConditionCheck>;

// All or nothing, isolated from every other operation. A client request token makes a retry within
// ten minutes answer without writing again.
struct TransactWriteItemsRequest {
  std::vector<TransactWriteItem> transact_items;  // 1 to 100, of distinct items, 4 MB in all.
  std::optional<std::string> client_request_token;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

struct TransactWriteItemsResponse {
  std::vector<ConsumedCapacity> consumed_capacity;  // One a table.
  std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>> item_collection_metrics;
};

struct TransactGet {
  std::string table_name;
  RequestItem key;
  std::optional<std::string> projection_expression;
  std::optional<ExpressionAttributeNames> expression_attribute_names;
};

struct TransactGetItemsRequest {
  std::vector<TransactGet> transact_items;  // 1 to 100.
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};

struct TransactGetItemsResponse {
  // In the request's order; absent: no such item, or the projection leaves nothing of it.
  std::vector<std::optional<EncodedItem>> items;
  std::vector<ConsumedCapacity> consumed_capacity;
};

}  // namespace basalt
