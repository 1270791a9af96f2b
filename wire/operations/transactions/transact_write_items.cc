// TransactWriteItems: JSON in, one call to the database, JSON out.
#include "wire/json/capacity_json.h"
#include "wire/json/one_of.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

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

namespace {

void ReadAction(Fields& fields, TransactAction& action) {
  fields.Optional("ReturnValuesOnConditionCheckFailure",
                  action.return_values_on_condition_check_failure);
  fields.Optional("ExpressionAttributeNames", action.expression_attribute_names);
  fields.Optional("ExpressionAttributeValues", action.expression_attribute_values);
}

}  // namespace

void Describe(Fields& fields, TransactPut& put) {
  fields.Required("Item", put.item);
  fields.Optional("ConditionExpression", put.condition_expression);
  ReadAction(fields, put);
  fields.Required("TableName", put.table_name, kTableNameConstraint);
}

void Describe(Fields& fields, TransactUpdate& update) {
  fields.Optional("ConditionExpression", update.condition_expression);
  ReadAction(fields, update);
  fields.Required("UpdateExpression", update.update_expression);
  fields.Required("Key", update.key);
  fields.Required("TableName", update.table_name, kTableNameConstraint);
}

void Describe(Fields& fields, TransactDelete& deletion) {
  fields.Optional("ConditionExpression", deletion.condition_expression);
  ReadAction(fields, deletion);
  fields.Required("Key", deletion.key);
  fields.Required("TableName", deletion.table_name, kTableNameConstraint);
}

void Describe(Fields& fields, TransactConditionCheck& check) {
  fields.Required("ConditionExpression", check.condition_expression);
  ReadAction(fields, check);
  fields.Required("Key", check.key);
  fields.Required("TableName", check.table_name, kTableNameConstraint);
}

void Describe(Fields& fields, TransactWriteItem& item) {
  OneOf alternatives(fields, item);
  alternatives.Read<TransactUpdate>("Update");
  alternatives.Read<TransactConditionCheck>("ConditionCheck");
  alternatives.Read<TransactDelete>("Delete");
  alternatives.Read<TransactPut>("Put");
  if (alternatives.given() == 0) {
    fields.Object(
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
  } else if (alternatives.given() > 1) {
    fields.Object("TransactItems can only contain one of Check, Put, Update or Delete");
  }
}

namespace {

Result<TransactWriteItemsRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  TransactWriteItemsRequest request;
  fields.Required("TransactItems", request.transact_items, {.min = 1, .max = 100});
  fields.Optional("ClientRequestToken", request.client_request_token, {.min = 1, .max = 36});
  fields.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  fields.Optional("ReturnItemCollectionMetrics", request.return_item_collection_metrics);
  return reader.Finish(std::move(request));
}

std::string Encode(const TransactWriteItemsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    AppendItemCollectionMetrics(reply, response.item_collection_metrics);
  }
  return out;
}

}  // namespace

Result<std::string> TransactWriteItems(Database& database, std::string& body) {
  Result<TransactWriteItemsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<TransactWriteItemsResponse> response = database.TransactWriteItems(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
