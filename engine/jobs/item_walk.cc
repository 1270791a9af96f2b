#include "engine/jobs/item_walk.h"

#include <utility>

#include "engine/catalog/write_access.h"
#include "engine/storage/sync_scope.h"

namespace basalt {
namespace {

// Together they bound what a page holds in memory, and how long it keeps writers waiting.
constexpr std::size_t kPageItems = 500;
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;

// The row keys of the next items, and where those after them begin.
Result<ItemPage> ReadKeys(const Store& store, const RowRange& range) {
  ItemPage page{.row_keys = {}, .items = {}, .rest = range};
  std::size_t bytes = 0;
  Rows rows = store.Latest().Read(Family::kItems, range);
  for (; rows.Valid() && page.row_keys.size() < kPageItems && bytes < kPageBytes; rows.Next()) {
    page.row_keys.emplace_back(rows.key());
    bytes += rows.value().size();
  }
  if (auto status = rows.status(); !status) return status.error();
  if (!page.row_keys.empty()) page.rest.begin = page.row_keys.back() + '\0';
  return page;
}

// False: the table is not to be gone through any more.
Result<bool> BuildPage(Store& store, Catalog& catalog, KeyLocks& locks, const ItemWalk& walk,
                       ItemPage& page) {
  const WriteAccess access(catalog, walk.table_name);
  const auto table = access.Find(walk.table_name);
  if (!table || !walk.wanted(*table)) return false;
  const auto held = locks.Acquire(page.row_keys);
  auto items = store.Latest().MultiGet(Family::kItems, page.row_keys);
  if (!items) return items.error();
  page.items = *std::move(items);
  if (auto built = walk.build(*table, page); !built) return built.error();
  return true;
}

}  // namespace

Result<WalkEnd> WalkItems(Store& store, Catalog& catalog, KeyLocks& locks, const ItemWalk& walk,
                          const std::stop_token& stop) {
  RowRange rest = walk.items;
  for (std::size_t pages = 0; pages < walk.pages_max && !stop.stop_requested(); ++pages) {
    auto page = ReadKeys(store, rest);
    if (!page) return page.error();
    if (page->row_keys.empty()) return WalkEnd::kAllSeen;

    SyncScope scope(store);
    const auto built = BuildPage(store, catalog, locks, walk, *page);
    if (!built) return built.error();
    if (!*built) return WalkEnd::kCutShort;
    if (auto synced = scope.Wait(); !synced) return synced.error();
    rest = std::move(page->rest);
  }
  return WalkEnd::kCutShort;
}

}  // namespace basalt
