#include "wire/operations/items/conditional_write.h"

#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/operations/legacy_fields.h"

namespace basalt::wire {

void ReadConditionalWrite(Fields& fields, ConditionalWrite& write) {
  fields.Optional("ConditionExpression", write.condition_expression);
  fields.Optional("ExpressionAttributeNames", write.expression_attribute_names);
  fields.Optional("ExpressionAttributeValues", write.expression_attribute_values);
  fields.Optional("Expected", write.expected);
  fields.Optional("ConditionalOperator", write.conditional_operator);
  fields.Optional("ReturnValues", write.return_values);
  fields.Optional("ReturnValuesOnConditionCheckFailure",
                  write.return_values_on_condition_check_failure);
  fields.Optional("ReturnConsumedCapacity", write.return_consumed_capacity);
  fields.Optional("ReturnItemCollectionMetrics", write.return_item_collection_metrics);
}

std::string Encode(const WriteItemResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.attributes) {
      AppendItemJson(reply.Member("Attributes"), response.attributes->view());
    }
    AppendConsumedCapacity(reply, response.consumed_capacity);
    AppendItemCollectionMetrics(reply, response.item_collection_metrics);
  }
  return out;
}

}  // namespace basalt::wire
