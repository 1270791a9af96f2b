#include "engine/jobs/time_to_live_backfill.h"

#include <memory>
#include <utility>

#include "engine/jobs/item_walk.h"
#include "engine/storage/sync_scope.h"
#include "engine/storage/write_set.h"
#include "index/expiry_row.h"

namespace basalt {
namespace {

bool IsEnabling(const Table* table) {
  return table != nullptr && table->features.time_to_live.status == TimeToLiveStatus::kEnabling;
}

Status BuildPage(Store& store, const Table& table, const ItemPage& page) {
  const std::string& attribute = table.features.time_to_live.attribute_name;
  WriteSet writes(store);
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    if (!page.items[i]) continue;
    const auto second = ExpirySecond(attribute, ItemView(page.items[i]->bytes()));
    if (second) writes.Put(Family::kExpiry, ExpiryRowKey(*second, page.row_keys[i]), {});
  }
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  return Done{};
}

// Whether it is being enabled, as it was when the backfill began: not disabled meanwhile, and
// enabled again for another attribute.
bool IsSameEnabling(const Table& table, const Table& first) {
  return IsEnabling(&table) && table.schema.id == first.schema.id &&
         table.features.time_to_live.last_change == first.features.time_to_live.last_change;
}

Status Finish(Store& store, Catalog& catalog, const std::string& table_name, const Table& first) {
  const TableLock lock = catalog.LockTable(table_name);
  const auto table = catalog.Find(table_name);
  if (table == nullptr || !IsSameEnabling(*table, first)) return Done{};
  auto enabled = std::make_shared<Table>(*table);
  enabled->features.time_to_live.status = TimeToLiveStatus::kEnabled;
  return catalog.Replace(std::move(enabled), WriteSet(store));
}

}  // namespace

Status FinishEnablingTimeToLive(Store& store, Catalog& catalog, KeyLocks& locks,
                                const std::string& table_name, const std::stop_token& stop) {
  const auto first = catalog.Find(table_name);
  if (!IsEnabling(first.get())) return Done{};
  const ItemWalk walk{.table_name = table_name,
                      .items = RowsOf(first->schema.id),
                      .wanted = [&](const Table& table) { return IsSameEnabling(table, *first); },
                      .build = [&](const Table& table,
                                   const ItemPage& page) { return BuildPage(store, table, page); }};
  const auto end = WalkItems(store, catalog, locks, walk, stop);
  if (!end) return end.error();
  if (*end != WalkEnd::kAllSeen) return Done{};
  SyncScope scope(store);
  if (auto done = Finish(store, catalog, table_name, *first); !done) return done;
  return scope.Wait();
}

}  // namespace basalt
