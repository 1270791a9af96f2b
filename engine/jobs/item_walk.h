// Going through all items of a table, page by page, while reads and writes go on: what building
// rows for items that were there before is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"

namespace basalt {

// Some of a table's items, in order of their rows.
struct ItemPage {
  std::vector<std::string> row_keys;
  std::vector<std::optional<PinnedValue>> items;  // One a row key; empty: it is gone by now.
  RowRange rest;                                  // Where the items after these begin.
};

struct ItemWalk {
  std::string table_name;
  RowRange items;  // To be seen: of a table's rows, or what is left of them.
  std::size_t pages_max = SIZE_MAX;
  // Whether the table, as it is by now, is still to be gone through.
  std::function<bool(const Table& table)> wanted;
  // Does to a page what is to be done. Called while the table cannot change and with the locks of
  // the page's keys: the items are as they are, and stay so until it returns.
  std::function<Status(const Table& table, const ItemPage& page)> build;
};

enum class WalkEnd {
  kAllSeen,   // Every item that was there at the start, and has not gone, was on a page.
  kCutShort,  // By the stop token, the number of pages, or because it is not wanted any more.
};

// Items that come meanwhile may be missed: writes must do for them what `build` does.
// Errors: kInternal, and those of `build`.
Result<WalkEnd> WalkItems(Store& store, Catalog& catalog, KeyLocks& locks, const ItemWalk& walk,
                          const std::stop_token& stop);

}  // namespace basalt
