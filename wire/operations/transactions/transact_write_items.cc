// TransactWriteItems: JSON in, one call to the database, JSON out.
#include "protocol/shapes/transactions.h"
#include "wire/json/capacity_json.h"
#include "wire/json/request_reader.h"
#include "wire/memory/free_body.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

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
  Result<TransactWriteItemsRequest> request = Decode<TransactWriteItemsRequest>(body);
  if (!request) return std::move(request).error();
  FreeBody(body);

  Result<TransactWriteItemsResponse> response = database.TransactWriteItems(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
