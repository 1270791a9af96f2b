// What the answers to writes are made of.
#pragma once

#include <optional>
#include <string_view>

#include "basalt/item_requests.h"
#include "engine/capacity/capacity_meter.h"
#include "engine/catalog/table.h"
#include "engine/items/item_writer.h"

namespace basalt {

// Adds what a write consumed: of the table, the larger of the item before and after; of each index,
// each row removed or written. `factor` is kTransactionFactor in a transaction, else 1.
void MeterWrite(const Table& table, const WriteOutcome& outcome, double factor,
                CapacityMeter& meter);

// The item collection that an item or key belongs to; empty where its table has no local secondary
// index, or the request did not ask.
std::optional<ItemCollectionMetrics> CollectionMetrics(const Table& table, ItemView item,
                                                       ReturnItemCollectionMetrics wanted);

// Why a write was refused, with the item as it is where the request asked for it.
// REQUIRES: it was refused.
Error RefusalOf(const WriteOutcome& outcome, ReturnValuesOnConditionCheckFailure wanted);

}  // namespace basalt
