// GetItem, PutItem, UpdateItem, DeleteItem. Members carry the names of AWS's API reference; what is
// absent there is absent here. Every table_name may also be the table's ARN. A key holds exactly
// the table's key attributes: the partition key of 1 to 2048 bytes, the sort key of 1 to 1024.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "basalt/capacity.h"
#include "basalt/request_values.h"

namespace basalt {

struct GetItemRequest {
  std::string table_name;
  RequestItem key;
  bool consistent_read = false;
  std::optional<std::string> projection_expression;
  std::optional<ExpressionAttributeNames> expression_attribute_names;
  std::optional<std::vector<std::string>> attributes_to_get;  // Legacy.
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};

struct GetItemResponse {
  std::optional<EncodedItem> item;  // Absent where there is none.
  std::optional<ConsumedCapacity> consumed_capacity;
};

// What PutItem, UpdateItem and DeleteItem have in common.
struct ConditionalWrite {
  std::optional<std::string> condition_expression;
  std::optional<ExpressionAttributeNames> expression_attribute_names;
  std::optional<RequestItem> expression_attribute_values;
  std::optional<ExpectedAttributes> expected;               // Legacy.
  std::optional<ConditionalOperator> conditional_operator;  // Legacy.
  ReturnValues return_values = ReturnValues::kNone;
  ReturnValuesOnConditionCheckFailure return_values_on_condition_check_failure =
      ReturnValuesOnConditionCheckFailure::kNone;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

struct PutItemRequest : ConditionalWrite {
  std::string table_name;
  RequestItem item;
};

struct UpdateItemRequest : ConditionalWrite {
  std::string table_name;
  RequestItem key;
  std::optional<std::string> update_expression;
  std::optional<AttributeUpdates> attribute_updates;  // Legacy.
};

struct DeleteItemRequest : ConditionalWrite {
  std::string table_name;
  RequestItem key;
};

// The answer of all three.
struct WriteItemResponse {
  std::optional<EncodedItem> attributes;  // What return_values asked for, where there is any.
  std::optional<ConsumedCapacity> consumed_capacity;
  std::optional<ItemCollectionMetrics> item_collection_metrics;
};
using PutItemResponse = WriteItemResponse;
using UpdateItemResponse = WriteItemResponse;
using DeleteItemResponse = WriteItemResponse;

}  // namespace basalt
