// BatchGetItem: JSON in, one call to the database, JSON out.
#include "protocol/shapes/batches.h"
#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"
#include "wire/json/request_reader.h"
#include "wire/memory/call_memory.h"
#include "wire/operations/batches/keys_and_attributes.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

void AppendResponses(std::string& out,
                     const std::vector<std::pair<std::string, ItemList>>& responses) {
  JsonObject tables(out);
  for (const auto& [table, items] : responses) {
    JsonArray array(tables.MemberOfUser(table));
    for (std::size_t position = 0; position < items.size(); ++position) {
      AppendItemJson(array.Element(), items[position]);
    }
  }
}

std::size_t BytesOf(const BatchGetItemResponse& response) {
  std::size_t bytes = 0;
  for (const auto& [table, items] : response.responses) {
    for (std::size_t position = 0; position < items.size(); ++position) {
      bytes += items[position].bytes().size();
    }
  }
  return bytes;
}

// While the reply is made, what it is made from is there as well.
std::string Encode(const BatchGetItemResponse& response) {
  const std::size_t bytes = BytesOf(response);
  TakeMemory(bytes);
  std::string out;
  ReserveReply(out, bytes + bytes / 8);
  {
    JsonObject reply(out);
    AppendConsumedCapacity(reply, response.consumed_capacity);
    AppendResponses(reply.Member("Responses"), response.responses);
    JsonObject unprocessed(reply.Member("UnprocessedKeys"));
    for (const auto& [table, keys] : response.unprocessed_keys) {
      AppendKeysAndAttributes(unprocessed.MemberOfUser(table), keys);
    }
  }
  GiveMemory(bytes);
  return out;
}

}  // namespace

Result<std::string> BatchGetItem(Database& database, std::string& body) {
  Result<BatchGetItemRequest> request = Decode<BatchGetItemRequest>(body);
  if (!request) return std::move(request).error();

  Result<BatchGetItemResponse> response = database.BatchGetItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
