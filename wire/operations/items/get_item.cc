// GetItem: JSON in, one call to the database, JSON out.
#include "protocol/shapes/items.h"
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

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
  Result<GetItemRequest> request = Decode<GetItemRequest>(body);
  if (!request) return std::move(request).error();

  Result<GetItemResponse> response = database.GetItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
