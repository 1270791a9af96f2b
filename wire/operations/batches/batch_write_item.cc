// BatchWriteItem: JSON in, one call to the database, JSON out.
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/one_of.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

template <>
inline constexpr std::string_view kShapeName<WriteRequest> = "WriteRequest";
template <>
inline constexpr std::string_view kShapeName<PutRequest> = "PutRequest";
template <>
inline constexpr std::string_view kShapeName<DeleteRequest> = "DeleteRequest";

void Describe(Fields& fields, PutRequest& put) { fields.Required("Item", put.item); }

void Describe(Fields& fields, DeleteRequest& deletion) { fields.Required("Key", deletion.key); }

void Describe(Fields& fields, WriteRequest& write) {
  OneOf alternatives(fields, write);
  alternatives.Read<PutRequest>("PutRequest");
  alternatives.Read<DeleteRequest>("DeleteRequest");
}

namespace {

// No minimum: a request without tables gets an answer of its own from the database.
constexpr Constraint kTablesConstraint{.max = 25, .element_max = 25};

Result<BatchWriteItemRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  BatchWriteItemRequest request;
  fields.Required("RequestItems", request.request_items, kTablesConstraint);
  fields.Optional("ReturnConsumedCapacity", request.return_consumed_capacity);
  fields.Optional("ReturnItemCollectionMetrics", request.return_item_collection_metrics);
  return reader.Finish(std::move(request));
}

void AppendWriteRequest(std::string& out, const WriteRequest& write) {
  JsonObject object(out);
  if (const auto* put = std::get_if<PutRequest>(&write)) {
    JsonObject request(object.Member("PutRequest"));
    AppendItemJson(request.Member("Item"), put->item.item.view());
  } else if (const auto* deletion = std::get_if<DeleteRequest>(&write)) {
    JsonObject request(object.Member("DeleteRequest"));
    AppendItemJson(request.Member("Key"), deletion->key.item.view());
  }
}

std::string Encode(const BatchWriteItemResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    AppendItemCollectionMetrics(reply, response.item_collection_metrics);
    JsonObject unprocessed(reply.Member("UnprocessedItems"));
    for (const auto& [table, writes] : response.unprocessed_items) {
      JsonArray array(unprocessed.MemberOfUser(table));
      for (const WriteRequest& write : writes) AppendWriteRequest(array.Element(), write);
    }
  }
  return out;
}

}  // namespace

Result<std::string> BatchWriteItem(Database& database, std::string& body) {
  Result<BatchWriteItemRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<BatchWriteItemResponse> response = database.BatchWriteItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
