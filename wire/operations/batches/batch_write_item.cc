// BatchWriteItem: JSON in, one call to the database, JSON out.
#include "protocol/shapes/batches.h"
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/memory/free_body.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

// No minimum: a request without tables gets an answer of its own from the database.
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
  Result<BatchWriteItemRequest> request = Decode<BatchWriteItemRequest>(body);
  if (!request) return std::move(request).error();
  FreeBody(body);

  Result<BatchWriteItemResponse> response = database.BatchWriteItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
