#include <algorithm>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_reference.h"
#include "engine/catalog/table_update.h"

namespace basalt {
namespace {

const GlobalSecondaryIndexDescription& IndexOf(const TableDescription& table,
                                               const std::string& name) {
  return *std::ranges::find(table.global_secondary_indexes, name,
                            &GlobalSecondaryIndexDescription::index_name);
}

// Throughput is what it was until the state ends.
void Postpone(ProvisionedThroughputDescription& throughput, const ProvisionedThroughput& before,
              Transition& transition) {
  transition.throughput = throughput;
  static_cast<ProvisionedThroughput&>(throughput) = before;
}

void BeginUpdating(const TableUpdate& update, const TableDescription& before,
                   GlobalSecondaryIndexDescription& index, Transition& transition) {
  if (index.index_name == update.created_index) {
    index.index_status = IndexStatus::kCreating;
    index.backfilling = false;
  } else {
    index.index_status = IndexStatus::kUpdating;
    Postpone(index.provisioned_throughput, IndexOf(before, index.index_name).provisioned_throughput,
             transition);
  }
}

// What else shows, of a table that has been updated, that its changes are on their way.
void BeginUpdating(const TableUpdate& update, const TableDescription& before, const StateEnds& ends,
                   Table& table) {
  TableDescription& after = table.description;
  after.table_status = TableStatus::kUpdating;
  Transition& transition = table.transition.emplace();
  transition.until = ends.table;
  if (update.throughput_only) {
    Postpone(after.provisioned_throughput, before.provisioned_throughput, transition);
  }
  for (GlobalSecondaryIndexDescription& index : after.global_secondary_indexes) {
    const std::string& name = index.index_name;
    if (name != update.created_index && !update.changed_indexes.contains(name)) continue;
    if (index.index_status != IndexStatus::kActive) continue;  // It goes on being built.
    Transition& index_transition = table.index_transitions[name];
    index_transition.until = ends.index;
    BeginUpdating(update, before, index, index_transition);
  }
  if (update.removed_index) {
    const std::string& name = *update.removed_index;
    after.global_secondary_indexes.push_back(IndexOf(before, name));
    after.global_secondary_indexes.back().index_status = IndexStatus::kDeleting;
    after.global_secondary_indexes.back().backfilling.reset();
    table.index_transitions[name] = {.until = ends.index, .throughput = std::nullopt};
  }
}

Result<WriteSet> RemoveRows(Store& store, const Table& table, const IndexSchema& index) {
  WriteSet writes(store);
  if (auto staged = StageDrop(store, {Family::kIndex, index.id}, writes); !staged) {
    return staged.error();
  }
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

// Errors: kResourceInUse.
Status CheckUpdatable(const Table& table, const UpdateTableRequest& request) {
  const bool throughput_changes = table.transition && table.transition->throughput;
  if (throughput_changes && request.provisioned_throughput) {
    return InUse("Table IOPS are currently being updated. Table: " + table.schema.name);
  }
  return CheckNotInUse(table);
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
  const TableLock lock = catalog_.LockTable(name);
  const auto found = FindTableToManage(catalog_, name);
  if (!found) return found.error();
  const Table& table = **found;
  if (auto idle = CheckUpdatable(table, request); !idle) return idle.error();
  const TableDescription before = DescribeNow(table);
  const TimePoint now = clock_.Now();
  const auto update = PlanUpdate(before, request, now, catalog_.account());
  if (!update) return update.error();

  IndexIds ids = IndexIdsOf(table.schema);
  if (update->created_index) ids.emplace(*update->created_index, catalog_.NewId());
  Table changed = WithDescription(table, update->after, ids);
  BeginUpdating(*update, before, catalog_.StateEndsOf(now), changed);
  // Writes keep the rows of a new index from now on; those of items that no write touches come
  // later.
  if (update->created_index && before.item_count > 0) {
    changed.backfilling_indexes.push_back(ids.at(*update->created_index));
  }
  auto writes = update->removed_index
                    ? RemoveRows(store_, table, *table.schema.FindIndex(*update->removed_index))
                    : Result<WriteSet>(WriteSet(store_));
  if (!writes) return writes.error();
  UpdateTableResponse response{DescribeNow(changed)};
  auto done =
      catalog_.Replace(std::make_shared<const Table>(std::move(changed)), *std::move(writes));
  if (!done) return done.error();
  return response;
}

}  // namespace basalt
