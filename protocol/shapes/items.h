// GetItem, PutItem, UpdateItem and DeleteItem.
#pragma once

#include "basalt/item_requests.h"
#include "protocol/shape.h"
#include "protocol/shapes/legacy_parameters.h"

namespace basalt::protocol {

template <>
inline constexpr HashBuckets kViolationOrder<GetItemRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<PutItemRequest>{64};
template <>
inline constexpr HashBuckets kViolationOrder<UpdateItemRequest>{32};
template <>
inline constexpr HashBuckets kViolationOrder<DeleteItemRequest>{32};

void Describe(auto& shape, Of<GetItemRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kItems);
  shape.Required("Key", request.key);
  shape.Optional("ConsistentRead", request.consistent_read);
  shape.Optional("ProjectionExpression", request.projection_expression);
  shape.Optional("ExpressionAttributeNames", request.expression_attribute_names);
  shape.Optional("AttributesToGet", request.attributes_to_get, kNotEmpty);
  shape.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
}

// What the three writes have in common.
void DescribeConditionalWrite(auto& shape, auto& write) {
  shape.Optional("ConditionExpression", write.condition_expression);
  shape.Optional("ExpressionAttributeNames", write.expression_attribute_names);
  shape.Optional("ExpressionAttributeValues", write.expression_attribute_values);
  shape.Optional("Expected", write.expected);
  shape.Optional("ConditionalOperator", write.conditional_operator);
  shape.Optional("ReturnValues", write.return_values);
  shape.Optional("ReturnValuesOnConditionCheckFailure",
                 write.return_values_on_condition_check_failure);
  shape.Optional("ReturnConsumedCapacity", write.return_consumed_capacity);
  shape.Optional("ReturnItemCollectionMetrics", write.return_item_collection_metrics);
}

void Describe(auto& shape, Of<PutItemRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kItems);
  shape.Required("Item", request.item);
  DescribeConditionalWrite(shape, request);
}

void Describe(auto& shape, Of<UpdateItemRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kItemsAllFaults);
  shape.Required("Key", request.key);
  shape.Optional("UpdateExpression", request.update_expression);
  shape.Optional("AttributeUpdates", request.attribute_updates);
  DescribeConditionalWrite(shape, request);
}

void Describe(auto& shape, Of<DeleteItemRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kItems);
  shape.Required("Key", request.key);
  DescribeConditionalWrite(shape, request);
}

}  // namespace basalt::protocol
