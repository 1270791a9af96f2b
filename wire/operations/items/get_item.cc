// GetItem: JSON in, one call to the database, JSON out.
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<GetItemRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  GetItemRequest request;
  fields.TableName(request.table_name);
  fields.Required("Key", request.key);
  fields.Optional("ConsistentRead", request.consistent_read);
  fields.Optional("ProjectionExpression", request.projection_expression);
  fields.Optional("ExpressionAttributeNames", request.expression_attribute_names);
  fields.Optional("AttributesToGet", request.attributes_to_get, kNotEmpty);
  fields.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  return reader.Finish(std::move(request));
}

std::string Encode(const GetItemResponse& response) {
  std::string out;
  if (response.item) ReserveReply(out, response.item->view().bytes().size() * 3 / 2);
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    if (response.item) AppendItemJson(reply.Member("Item"), response.item->view());
  }
  return out;
}

}  // namespace

Result<std::string> GetItem(Database& database, std::string& body) {
  Result<GetItemRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<GetItemResponse> response = database.GetItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
