#include "engine/jobs/index_backfill.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "engine/catalog/catalog_keys.h"
#include "engine/jobs/item_walk.h"
#include "engine/storage/sync_scope.h"
#include "engine/storage/write_set.h"
#include "index/index_plan.h"

namespace basalt {
namespace {

// Where the backfill of an index goes on.
Result<RowRange> ItemsLeft(const Store& store, TableId table, IndexId index) {
  RowRange items = RowsOf(table);
  const auto position = store.Latest().Get(Family::kCatalog, BackfillKey(index));
  if (!position) return position.error();
  if (*position) items.begin = std::max(items.begin, std::string((*position)->bytes()));
  return items;
}

// A row that is there already was written by a client, or by a backfill before a crash.
Status BuildPage(Store& store, const Table& table, const IndexSchema& index, const ItemPage& page) {
  std::vector<IndexRow> rows;
  std::vector<std::string> row_keys;
  for (const auto& item : page.items) {
    if (!item) continue;
    auto row = IndexRowOf(table.schema, index, ItemView(item->bytes()));
    if (!row) continue;
    row_keys.push_back(row->key());
    rows.push_back(*std::move(row));
  }
  const auto stored = store.Latest().MultiGet(Family::kIndex, row_keys);
  if (!stored) return stored.error();

  WriteSet writes(store);
  CounterDelta size;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if ((*stored)[i]) continue;
    const ItemView projection = rows[i].projection();
    writes.Put(Family::kIndex, row_keys[i], projection.bytes());
    ++size.items;
    size.bytes += static_cast<std::int64_t>(projection.size_bytes());
  }
  std::string deltas;
  AppendCounterDelta(deltas, index.id, size);
  if (!deltas.empty()) writes.AddCounters(CountersKey(table.schema.id), deltas);
  writes.Put(Family::kCatalog, BackfillKey(index.id), page.rest.begin);
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  table.index_counters.at(index.id)->Add(size);
  return Done{};
}

Status Finish(Store& store, Catalog& catalog, const std::string& table_name, IndexId index) {
  const TableLock lock = catalog.LockTable(table_name);
  const auto table = catalog.Find(table_name);
  if (!table || !table->IsBackfilling(index)) return Done{};
  auto built = std::make_shared<Table>(*table);
  std::erase(built->backfilling_indexes, index);
  WriteSet writes(store);
  writes.Erase(Family::kCatalog, BackfillKey(index));
  return catalog.Replace(std::move(built), std::move(writes));
}

}  // namespace

Status BackfillIndexes(Store& store, Catalog& catalog, KeyLocks& locks,
                       const std::string& table_name, const std::stop_token& stop,
                       std::size_t pages_max) {
  const auto first = catalog.Find(table_name);
  if (!first) return Done{};
  for (const IndexId id : first->backfilling_indexes) {
    auto items = ItemsLeft(store, first->schema.id, id);
    if (!items) return items.error();
    const auto build = [&](const Table& table, const ItemPage& page) {
      const auto index = std::ranges::find(table.schema.indexes, id, &IndexSchema::id);
      return BuildPage(store, table, *index, page);
    };
    const ItemWalk walk{.table_name = table_name,
                        .items = *std::move(items),
                        .pages_max = pages_max,
                        .wanted = [id](const Table& table) { return table.IsBackfilling(id); },
                        .build = build};
    const auto end = WalkItems(store, catalog, locks, walk, stop);
    if (!end) return end.error();
    if (*end != WalkEnd::kAllSeen) continue;
    SyncScope scope(store);
    if (auto done = Finish(store, catalog, table_name, id); !done) return done;
    if (auto synced = scope.Wait(); !synced) return synced;
  }
  return Done{};
}

}  // namespace basalt
