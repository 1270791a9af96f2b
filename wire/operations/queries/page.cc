#include "wire/operations/queries/page.h"

#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"

namespace basalt::wire {
namespace {

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
