// What the answers to writes are made of.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/item_requests.h"
#include "engine/capacity/capacity_meter.h"
#include "engine/catalog/table.h"
#include "engine/items/item_writer.h"

namespace basalt {

// What a write's item weighs for capacity: the larger of the item before and after.
std::size_t ImageBytes(const WriteOutcome& outcome);

// Adds what a write consumed: of the table, for its ImageBytes, `factor` times
// (kTransactionFactor in a transaction, else 1); of each index, each row removed or written, which
// costs the same in a transaction. Source: nubo-db/dynoxide#188, measured on AWS.
void MeterWrite(const Table& table, const WriteOutcome& outcome, double factor,
                CapacityMeter& meter);

// Counts the write's keys where contributor insights are enabled. `subject` is the item or its key.
void CountWrite(const Table& table, ItemView subject, const WriteOutcome& outcome, double factor);

// The item collection that an item or key belongs to; empty where its table has no local secondary
// index, or the request did not ask.
std::optional<ItemCollectionMetrics> CollectionMetrics(const Table& table, ItemView item,
                                                       ReturnItemCollectionMetrics wanted);

// The item collections that a request touched, each once, by table in the request's order.
class CollectionMetricsByTable {
 public:
  using ByTable = std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>>;

  void Add(const std::string& table_name, std::optional<ItemCollectionMetrics> metrics);
  ByTable Take() && { return std::move(by_table_); }

 private:
  ByTable by_table_;
};

// Why a write was refused, with the item as it is where the request asked for it.
// REQUIRES: it was refused.
Error RefusalOf(const WriteOutcome& outcome, ReturnValuesOnConditionCheckFailure wanted);

}  // namespace basalt
