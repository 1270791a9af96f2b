// BatchGetItem and BatchWriteItem. Members carry the names of AWS's API reference; tables, by name
// or ARN, keep the order in which the request names them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "basalt/capacity.h"
#include "basalt/item_list.h"
#include "basalt/request_values.h"

namespace basalt {

struct KeysAndAttributes {
  std::vector<RequestItem> keys;  // 100 at most in a request.
  bool consistent_read = false;
  std::optional<std::string> projection_expression;
  std::optional<ExpressionAttributeNames> expression_attribute_names;
  std::optional<std::vector<std::string>> attributes_to_get;  // Legacy.
};

struct BatchGetItemRequest {
  std::vector<std::pair<std::string, KeysAndAttributes>> request_items;  // By table name.
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
};

struct BatchGetItemResponse {
  std::vector<std::pair<std::string, ItemList>> responses;
  // Keys left over when the answer reached 16 MB, as a request that asks for the rest.
  std::vector<std::pair<std::string, KeysAndAttributes>> unprocessed_keys;
  std::vector<ConsumedCapacity> consumed_capacity;
};

struct PutRequest {
  RequestItem item;
};
struct DeleteRequest {
  RequestItem key;
};
// Neither or both of AWS's members given is std::monostate: refused by the engine.
using WriteRequest = std::variant<std::monostate, PutRequest, DeleteRequest>;

struct BatchWriteItemRequest {
  std::vector<std::pair<std::string, std::vector<WriteRequest>>> request_items;  // 25 in all.
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  ReturnItemCollectionMetrics return_item_collection_metrics = ReturnItemCollectionMetrics::kNone;
};

struct BatchWriteItemResponse {
  std::vector<std::pair<std::string, std::vector<WriteRequest>>> unprocessed_items;
  std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>> item_collection_metrics;
  std::vector<ConsumedCapacity> consumed_capacity;
};

}  // namespace basalt
