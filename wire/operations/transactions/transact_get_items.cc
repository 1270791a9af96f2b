// TransactGetItems: JSON in, one call to the database, JSON out.
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

// The one member of TransactGetItem.
struct GetMember {
  TransactGet& get;
};

template <>
inline constexpr std::string_view kShapeName<TransactGet> = "TransactGetItem";
template <>
inline constexpr std::string_view kShapeName<GetMember> = "Get";

void Describe(Fields& fields, GetMember& member) {
  fields.Optional("ExpressionAttributeNames", member.get.expression_attribute_names);
  fields.Optional("ProjectionExpression", member.get.projection_expression);
  fields.Required("Key", member.get.key);
  fields.Required("TableName", member.get.table_name, kTableNameConstraint);
}

void Describe(Fields& fields, TransactGet& item) {
  GetMember member{item};
  fields.Required("Get", member);
}

namespace {

Result<TransactGetItemsRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  TransactGetItemsRequest request;
  fields.Required("TransactItems", request.transact_items, {.min = 1, .max = 100});
  fields.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  return reader.Finish(std::move(request));
}

std::string Encode(const TransactGetItemsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    JsonArray responses(reply.Member("Responses"));
    for (const std::optional<EncodedItem>& item : response.items) {
      JsonObject one(responses.Element());
      if (item) AppendItemJson(one.Member("Item"), item->view());
    }
  }
  return out;
}

}  // namespace

Result<std::string> TransactGetItems(Database& database, std::string& body) {
  Result<TransactGetItemsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<TransactGetItemsResponse> response = database.TransactGetItems(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
