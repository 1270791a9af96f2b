#include "engine/items/write_response.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "basalt/value_builder.h"
#include "engine/capacity/capacity_units.h"

namespace basalt {
namespace {

double IndexUnits(const IndexChange& change) {
  double units = 0;
  if (change.removed) units += WriteUnits(change.removed->projection().size_bytes());
  if (change.added) {
    units += WriteUnits(std::max(change.added->projection().size_bytes(), change.replaced_bytes));
  }
  return units;
}

std::size_t SizeOf(const std::optional<ItemView>& item) { return item ? item->size_bytes() : 0; }

double TableUnits(const WriteOutcome& outcome) { return WriteUnits(ImageBytes(outcome)); }

// How contributor insights weigh a write unit against a read unit. Source: developer guide,
// "CloudWatch Contributor Insights for DynamoDB: How it works" (ConsumedThroughputUnits).
constexpr double kWriteWeight = 3;

}  // namespace

std::size_t ImageBytes(const WriteOutcome& outcome) {
  return std::max(SizeOf(outcome.before()), SizeOf(outcome.after()));
}

void MeterWrite(const Table& table, const WriteOutcome& outcome, double factor,
                CapacityMeter& meter) {
  meter.AddTable(TableUnits(outcome) * factor);
  for (std::size_t i = 0; i < outcome.index_changes().size(); ++i) {
    const IndexChange& change = outcome.index_changes()[i];
    if (!change.empty()) meter.AddIndex(table.schema.indexes[i], IndexUnits(change));
  }
}

void CountWrite(const Table& table, ItemView subject, const WriteOutcome& outcome, double factor) {
  if (table.key_traffic.empty()) return;
  table.CountAccess(table.schema.id, subject, TableUnits(outcome) * kWriteWeight * factor);
  for (std::size_t i = 0; i < outcome.index_changes().size(); ++i) {
    const IndexId id = table.schema.indexes[i].id;
    const IndexChange& change = outcome.index_changes()[i];
    if (change.removed) {
      const ItemView row = change.removed->projection();
      table.CountAccess(id, row, WriteUnits(row.size_bytes()) * kWriteWeight);
    }
    if (change.added) {
      const ItemView row = change.added->projection();
      const std::size_t bytes = std::max(row.size_bytes(), change.replaced_bytes);
      table.CountAccess(id, row, WriteUnits(bytes) * kWriteWeight);
    }
  }
}

std::optional<ItemCollectionMetrics> CollectionMetrics(const Table& table, ItemView item,
                                                       ReturnItemCollectionMetrics wanted) {
  if (wanted == ReturnItemCollectionMetrics::kNone || !table.has_local_indexes()) {
    return std::nullopt;
  }
  ValueBuilder builder;
  builder.BeginMap();
  for (const KeyAttribute& attribute : table.schema.key.partition) {
    builder.Name(attribute.name);
    builder.Value(*item.Find(attribute.name));
  }
  builder.EndMap();
  return ItemCollectionMetrics{.item_collection_key = *std::move(builder).FinishItem()};
}

void CollectionMetricsByTable::Add(const std::string& table_name,
                                   std::optional<ItemCollectionMetrics> metrics) {
  if (!metrics) return;
  auto found = std::ranges::find(by_table_, table_name, &ByTable::value_type::first);
  if (found == by_table_.end()) {
    by_table_.emplace_back(table_name, std::vector<ItemCollectionMetrics>());
    found = by_table_.end() - 1;
  }
  for (const ItemCollectionMetrics& known : found->second) {
    if (known.item_collection_key == metrics->item_collection_key) return;
  }
  found->second.push_back(*std::move(metrics));
}

Error RefusalOf(const WriteOutcome& outcome, ReturnValuesOnConditionCheckFailure wanted) {
  Error error = *outcome.refusal();
  const std::optional<ItemView> item = outcome.before();
  if (error.code == ErrorCode::kConditionalCheckFailed && item &&
      wanted == ReturnValuesOnConditionCheckFailure::kAllOld) {
    ErrorDetails details;
    details.item = EncodedItem(*item);
    error.details = std::make_shared<const ErrorDetails>(std::move(details));
  }
  return error;
}

}  // namespace basalt
