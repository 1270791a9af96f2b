// Rows whose table, index or stream is gone. Dropping one with many rows only notes that in the
// catalog, in the same commit; a job removes the rows later (engine/jobs/row_removal.h). Until then
// they are garbage that nobody reads, because ids are never used again.
//
//   key := 'd' family(u8) id(u32, big-endian)     In the catalog family; no value.
//          family: 'i' items, 'x' index, 'e' expiry, 's' streams
// FROZEN once released: these bytes are on users' disks.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "basalt/result.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

// All rows of a family whose keys begin with the id.
struct DroppedRows {
  Family family = Family::kItems;
  std::uint32_t id = 0;

  RowRange range() const { return RowsOf(id); }
  friend auto operator<=>(const DroppedRows&, const DroppedRows&) = default;
};

std::string DroppedRowsKey(const DroppedRows& dropped);
std::optional<DroppedRows> ParseDroppedRowsKey(std::string_view key);
RowRange AllDroppedRows();

// What is noted at a moment. Errors: kInternal, also where a key is damaged.
Result<std::set<DroppedRows>> ReadDroppedRows(const Snapshot& snapshot);

// Stages that the rows are garbage from the commit on: few are erased in it, many are noted.
// REQUIRES: nobody writes such rows any more. Errors: kInternal.
Status StageDrop(const Store& store, const DroppedRows& dropped, WriteSet& writes);

}  // namespace basalt
