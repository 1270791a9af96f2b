#include "wire/operations/items/conditional_write.h"

#include "wire/json/capacity_json.h"
#include "wire/json/item_json.h"

namespace basalt::wire {

std::string Encode(const WriteItemResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.attributes) {
      AppendItemJson(reply.Member("Attributes"), response.attributes->view());
    }
    AppendConsumedCapacity(reply, response.consumed_capacity);
    AppendItemCollectionMetrics(reply, response.item_collection_metrics);
  }
  return out;
}

}  // namespace basalt::wire
