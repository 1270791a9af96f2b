#include <algorithm>
#include <mutex>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/table_constraints.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_update.h"

namespace basalt {
namespace {

const GlobalSecondaryIndexDescription* FindIndex(const TableDescription& table,
                                                 const std::string& name) {
  const auto& indexes = table.global_secondary_indexes;
  const auto found = std::ranges::find(indexes, name, &GlobalSecondaryIndexDescription::index_name);
  return found == indexes.end() ? nullptr : &*found;
}

// As AWS answers: changes are on their way, and throughput is still what it was.
TableDescription Updating(const TableUpdate& update, const TableDescription& before,
                          TableDescription after) {
  after.table_status = TableStatus::kUpdating;
  if (update.throughput_only) {
    static_cast<ProvisionedThroughput&>(after.provisioned_throughput) =
        before.provisioned_throughput;
  }
  for (GlobalSecondaryIndexDescription& index : after.global_secondary_indexes) {
    if (index.index_name == update.created_index) {
      index.index_status = IndexStatus::kCreating;
      index.backfilling = false;
    }
    if (!update.changed_indexes.contains(index.index_name)) continue;
    index.index_status = IndexStatus::kUpdating;
    static_cast<ProvisionedThroughput&>(index.provisioned_throughput) =
        FindIndex(before, index.index_name)->provisioned_throughput;
  }
  if (update.removed_index) {
    after.global_secondary_indexes.push_back(*FindIndex(before, *update.removed_index));
    after.global_secondary_indexes.back().index_status = IndexStatus::kDeleting;
  }
  return after;
}

WriteSet RemoveRows(Store& store, const Table& table, const IndexSchema& index) {
  WriteSet writes(store);
  writes.EraseRange(Family::kIndex, RowsOf(index.id));
  writes.Erase(Family::kCatalog, BackfillKey(index.id));
  const CounterDelta size = table.index_counters.at(index.id)->Read();
  std::string deltas;
  AppendCounterDelta(deltas, index.id, {.items = -size.items, .bytes = -size.bytes});
  writes.AddCounters(CountersKey(table.schema.id), deltas);
  return writes;
}

bool CreatesIndex(const UpdateTableRequest& request) {
  const auto& updates = request.global_secondary_index_updates;
  return updates && std::ranges::any_of(*updates, [](const GlobalSecondaryIndexUpdate& update) {
           return std::holds_alternative<CreateGlobalSecondaryIndex>(update);
         });
}

// Writes keep the rows of the index from now on; those of items that no write touches come later.
void BeginBackfill(GlobalSecondaryIndexDescription& index) {
  index.index_status = IndexStatus::kCreating;
  index.backfilling = true;
}

}  // namespace

Result<UpdateTableResponse> TableOperations::Update(const UpdateTableRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  if (auto fine = CheckUpdate(request); !fine) return fine.error();

  auto response = UpdateNow(*name, request);
  if (response && CreatesIndex(request)) backfill_(*name);
  return response;
}

Result<UpdateTableResponse> TableOperations::UpdateNow(const std::string& name,
                                                       const UpdateTableRequest& request) {
  const std::unique_lock gate(catalog_.gate());
  const auto found = FindTableToManage(catalog_, name);
  if (!found) return found.error();
  const Table& table = **found;
  const TableDescription before = DescribeNow(table);
  auto update = PlanUpdate(before, request, clock_.Now(), catalog_.account());
  if (!update) return update.error();

  IndexIds ids = IndexIdsOf(table.schema);
  if (update->created_index) {
    ids.emplace(*update->created_index, catalog_.NewId());
    if (before.item_count > 0) BeginBackfill(update->after.global_secondary_indexes.back());
  }
  const auto changed = std::make_shared<const Table>(WithDescription(table, update->after, ids));
  auto writes = update->removed_index
                    ? RemoveRows(store_, table, *table.schema.FindIndex(*update->removed_index))
                    : WriteSet(store_);
  if (auto done = catalog_.Replace(changed, std::move(writes)); !done) return done.error();
  return UpdateTableResponse{Updating(*update, before, DescribeNow(*changed))};
}

}  // namespace basalt
