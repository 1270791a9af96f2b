// TransactGetItems and TransactWriteItems.
#pragma once

#include "basalt/transaction_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<TransactGet> = "TransactGetItem";
template <>
inline constexpr std::string_view kShapeName<TransactWriteItem> = "TransactWriteItem";
template <>
inline constexpr std::string_view kShapeName<TransactPut> = "Put";
template <>
inline constexpr std::string_view kShapeName<TransactUpdate> = "Update";
template <>
inline constexpr std::string_view kShapeName<TransactDelete> = "Delete";
template <>
inline constexpr std::string_view kShapeName<TransactConditionCheck> = "ConditionCheck";
template <>
inline constexpr HashBuckets kViolationOrder<TransactGetItemsRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<TransactWriteItemsRequest>{16};

// AWS's TransactGetItem has one member, Get; here that is the structure itself.
void Describe(auto& shape, Of<TransactGet> auto& item) {
  shape.RequiredStructure("Get", "Get", [&](auto& get) {
    get.Optional("ExpressionAttributeNames", item.expression_attribute_names);
    get.Optional("ProjectionExpression", item.projection_expression);
    get.Required("Key", item.key);
    get.Required("TableName", item.table_name, kTableNameConstraint);
  });
}

void Describe(auto& shape, Of<TransactGetItemsRequest> auto& request) {
  shape.Required("TransactItems", request.transact_items, Length(1, 100));
  shape.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
}

// What all actions have in common.
void DescribeAction(auto& shape, auto& action) {
  shape.Optional("ReturnValuesOnConditionCheckFailure",
                 action.return_values_on_condition_check_failure);
  shape.Optional("ExpressionAttributeNames", action.expression_attribute_names);
  shape.Optional("ExpressionAttributeValues", action.expression_attribute_values);
}

void Describe(auto& shape, Of<TransactPut> auto& put) {
  shape.Required("Item", put.item);
  shape.Optional("ConditionExpression", put.condition_expression);
  DescribeAction(shape, put);
  shape.Required("TableName", put.table_name, kTableNameConstraint);
}

void Describe(auto& shape, Of<TransactUpdate> auto& update) {
  shape.Optional("ConditionExpression", update.condition_expression);
  DescribeAction(shape, update);
  shape.Required("UpdateExpression", update.update_expression);
  shape.Required("Key", update.key);
  shape.Required("TableName", update.table_name, kTableNameConstraint);
}

void Describe(auto& shape, Of<TransactDelete> auto& deletion) {
  shape.Optional("ConditionExpression", deletion.condition_expression);
  DescribeAction(shape, deletion);
  shape.Required("Key", deletion.key);
  shape.Required("TableName", deletion.table_name, kTableNameConstraint);
}

void Describe(auto& shape, Of<TransactConditionCheck> auto& check) {
  shape.Required("ConditionExpression", check.condition_expression);
  DescribeAction(shape, check);
  shape.Required("Key", check.key);
  shape.Required("TableName", check.table_name, kTableNameConstraint);
}

void Describe(auto& shape, Of<TransactWriteItem> auto& item) {
  shape.OneOf(
      item,
      OneOfTexts{.none =
                     "Invalid Request: TransactWriteRequest should contain Delete or Put or Update "
                     "request",
                 .several = "TransactItems can only contain one of Check, Put, Update or Delete"},
      Alternative<TransactUpdate>{"Update"}, Alternative<TransactConditionCheck>{"ConditionCheck"},
      Alternative<TransactDelete>{"Delete"}, Alternative<TransactPut>{"Put"});
}

void Describe(auto& shape, Of<TransactWriteItemsRequest> auto& request) {
  shape.Required("TransactItems", request.transact_items, Length(1, 100));
  shape.Optional("ClientRequestToken", request.client_request_token, Length(1, 36));
  shape.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  shape.Optional("ReturnItemCollectionMetrics", request.return_item_collection_metrics);
}

}  // namespace basalt::protocol
