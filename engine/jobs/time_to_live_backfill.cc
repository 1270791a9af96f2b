#include "engine/jobs/time_to_live_backfill.h"

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "engine/storage/write_set.h"
#include "index/expiry_row.h"

namespace basalt {
namespace {

constexpr std::size_t kPageItems = 500;

bool IsEnabling(const Table* table) {
  return table != nullptr && table->features.time_to_live.status == TimeToLiveStatus::kEnabling;
}

// The row keys of the next items, and where those after them begin.
struct KeyPage {
  std::vector<std::string> row_keys;
  RowRange rest;
};

Result<KeyPage> ReadKeyPage(const Store& store, const RowRange& range) {
  KeyPage page{.rest = range};
  Rows rows = store.Latest().Read(Family::kItems, range);
  for (; rows.Valid() && page.row_keys.size() < kPageItems; rows.Next()) {
    page.row_keys.emplace_back(rows.key());
  }
  if (auto status = rows.status(); !status) return status.error();
  if (!page.row_keys.empty()) page.rest.begin = page.row_keys.back() + '\0';
  return page;
}

// REQUIRES: the catalog's gate is held, by which `table` was found.
Status BuildPage(Store& store, KeyLocks& locks, const Table& table,
                 const std::vector<std::string>& row_keys) {
  const auto held = locks.Acquire(row_keys);
  const auto items = store.Latest().MultiGet(Family::kItems, row_keys);
  if (!items) return items.error();
  WriteSet writes(store);
  for (std::size_t i = 0; i < row_keys.size(); ++i) {
    if (!(*items)[i]) continue;
    const auto second =
        ExpirySecond(table.features.time_to_live.attribute_name, ItemView((*items)[i]->bytes()));
    if (second) writes.Put(Family::kExpiry, ExpiryRowKey(*second, row_keys[i]), {});
  }
  return std::move(writes).Commit();
}

Status Finish(Store& store, Catalog& catalog, const std::string& table_name, TableId id) {
  const std::unique_lock gate(catalog.gate());
  const auto table = catalog.Find(table_name);
  if (!IsEnabling(table.get()) || table->schema.id != id) return Done{};
  auto enabled = std::make_shared<Table>(*table);
  enabled->features.time_to_live.status = TimeToLiveStatus::kEnabled;
  return catalog.Replace(std::move(enabled), WriteSet(store));
}

}  // namespace

Status FinishEnablingTimeToLive(Store& store, Catalog& catalog, KeyLocks& locks,
                                const std::string& table_name, const std::stop_token& stop) {
  const auto first = catalog.Find(table_name);
  if (!IsEnabling(first.get())) return Done{};
  const TimeToLive& wanted = first->features.time_to_live;

  RowRange rest = RowsOf(first->schema.id);
  while (!stop.stop_requested()) {
    const auto page = ReadKeyPage(store, rest);
    if (!page) return page.error();
    if (page->row_keys.empty()) return Finish(store, catalog, table_name, first->schema.id);

    const std::shared_lock gate(catalog.gate());
    const auto table = catalog.Find(table_name);
    const bool unchanged = IsEnabling(table.get()) && table->schema.id == first->schema.id &&
                           table->features.time_to_live.last_change == wanted.last_change;
    if (!unchanged) return Done{};
    if (auto built = BuildPage(store, locks, *table, page->row_keys); !built) return built;
    rest = page->rest;
  }
  return Done{};
}

}  // namespace basalt
