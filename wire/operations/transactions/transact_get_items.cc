// TransactGetItems: JSON in, one call to the database, JSON out.
#include "protocol/shapes/transactions.h"
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

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
  Result<TransactGetItemsRequest> request = Decode<TransactGetItemsRequest>(body);
  if (!request) return std::move(request).error();

  Result<TransactGetItemsResponse> response = database.TransactGetItems(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
