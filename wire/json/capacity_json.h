// Consumed capacity and item collection metrics as replies show them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/capacity.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {

// The member "ConsumedCapacity", where there is any.
void AppendConsumedCapacity(JsonObject& reply, const std::optional<ConsumedCapacity>& consumed);
void AppendConsumedCapacity(JsonObject& reply, const std::vector<ConsumedCapacity>& consumed);

// The member "ItemCollectionMetrics", where there is any; by table in replies to batches.
void AppendItemCollectionMetrics(JsonObject& reply,
                                 const std::optional<ItemCollectionMetrics>& metrics);
void AppendItemCollectionMetrics(
    JsonObject& reply,
    const std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>>& by_table);

}  // namespace basalt::wire
