// BatchGetItem and BatchWriteItem.
#pragma once

#include "basalt/batch_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<KeysAndAttributes> = "KeysAndAttributes";
template <>
inline constexpr std::string_view kShapeName<PutRequest> = "PutRequest";
template <>
inline constexpr std::string_view kShapeName<DeleteRequest> = "DeleteRequest";
template <>
inline constexpr std::string_view kShapeName<WriteRequest> = "WriteRequest";
template <>
inline constexpr HashBuckets kViolationOrder<BatchGetItemRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<BatchWriteItemRequest>{16};

void Describe(auto& shape, Of<KeysAndAttributes> auto& keys) {
  shape.Optional("ExpressionAttributeNames", keys.expression_attribute_names);
  shape.Required("Keys", keys.keys, Constraint{.min = 1, .max = 100, .front_end = true});
  shape.Optional("ConsistentRead", keys.consistent_read);
  shape.Optional("ProjectionExpression", keys.projection_expression);
  shape.Optional("AttributesToGet", keys.attributes_to_get, kNotEmpty);
}

void Describe(auto& shape, Of<BatchGetItemRequest> auto& request) {
  shape.Required("RequestItems", request.request_items,
                 Constraint{.min = 1, .max = 100, .front_end = true});
  shape.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
}

void Describe(auto& shape, Of<PutRequest> auto& put) { shape.Required("Item", put.item); }

void Describe(auto& shape, Of<DeleteRequest> auto& deletion) {
  shape.Required("Key", deletion.key);
}

void Describe(auto& shape, Of<WriteRequest> auto& write) {
  shape.OneOf(write, OneOfTexts{}, Alternative<PutRequest>{"PutRequest"},
              Alternative<DeleteRequest>{"DeleteRequest"});
}

void Describe(auto& shape, Of<BatchWriteItemRequest> auto& request) {
  // That there is at least one is checked later, in words of its own.
  shape.Required("RequestItems", request.request_items, Constraint{.max = 25, .element_max = 25});
  shape.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  shape.Optional("ReturnItemCollectionMetrics", request.return_item_collection_metrics);
}

}  // namespace basalt::protocol
