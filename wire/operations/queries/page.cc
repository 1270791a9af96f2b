#include "wire/operations/queries/page.h"

#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"

namespace basalt::wire {
namespace {

constexpr Constraint kLimitConstraint{.min = 1, .is_integer = true, .front_end = true};

// Items take about a third more as JSON than encoded.
std::size_t EstimateBytes(const PageResponse& response) {
  std::size_t bytes = 256;
  if (!response.items) return bytes;
  for (std::size_t position = 0; position < response.items->size(); ++position) {
    bytes += (*response.items)[position].bytes().size() * 4 / 3;
  }
  return bytes;
}

}  // namespace

void ReadPageFields(Fields& fields, ReadPage& page) {
  fields.TableName(page.table_name);
  fields.Optional("IndexName", page.index_name, kNameConstraint);
  fields.Optional("FilterExpression", page.filter_expression);
  fields.Optional("ProjectionExpression", page.projection_expression);
  fields.Optional("ExpressionAttributeNames", page.expression_attribute_names);
  fields.Optional("ExpressionAttributeValues", page.expression_attribute_values);
  fields.Optional("AttributesToGet", page.attributes_to_get, kNotEmpty);
  fields.Optional("ConditionalOperator", page.conditional_operator);
  fields.Optional("Select", page.select);
  fields.Optional("Limit", page.limit, kLimitConstraint);
  fields.Optional("ExclusiveStartKey", page.exclusive_start_key);
  fields.Optional("ConsistentRead", page.consistent_read);
  fields.Optional("ReturnConsumedCapacity", page.return_consumed_capacity);
}

std::string Encode(const PageResponse& response) {
  std::string out;
  ReserveReply(out, EstimateBytes(response));
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    reply.Integer("Count", response.count);
    if (response.items) {
      JsonArray items(reply.Member("Items"));
      for (std::size_t position = 0; position < response.items->size(); ++position) {
        AppendItemJson(items.Element(), (*response.items)[position]);
      }
    }
    if (response.last_evaluated_key) {
      AppendItemJson(reply.Member("LastEvaluatedKey"), response.last_evaluated_key->view());
    }
    reply.Integer("ScannedCount", response.scanned_count);
  }
  return out;
}

}  // namespace basalt::wire
