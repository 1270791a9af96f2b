#include "engine/jobs/row_removal.h"

#include <cstddef>
#include <string>
#include <utility>

#include "engine/storage/erasure.h"
#include "engine/storage/write_set.h"

namespace basalt {
namespace {

// So many deletions are worth a table file of their own, which is compacted soon: the room that the
// rows took comes back then.
constexpr std::size_t kDeletionsToFlush = 10'000;

}  // namespace

Status RowRemoval::Run(const std::stop_token& stop) {
  const auto dropped = ReadDroppedRows(store_.Latest());
  if (!dropped) return dropped.error();
  std::erase_if(noticed_, [&](const auto& entry) { return !dropped->contains(entry.first); });
  Status outcome = Done{};
  for (const DroppedRows& rows : *dropped) {
    if (stop.stop_requested()) break;
    const auto [noticed, is_new] = noticed_.emplace(rows, store_.last_sequence());
    if (is_new) continue;
    if (auto removed = Remove(rows, noticed->second, stop); !removed) outcome = removed;
  }
  return outcome;
}

bool RowRemoval::HasWork() const {
  const Rows dropped = store_.Latest().Read(Family::kCatalog, AllDroppedRows());
  return dropped.Valid() || !dropped.status();
}

Status RowRemoval::Remove(const DroppedRows& dropped, LogSequence garbage_since,
                          const std::stop_token& stop) {
  RowRange rest = dropped.range();
  if (auto done = store_.DropFiles(dropped.family, rest, garbage_since); !done) return done;
  std::size_t deletions = 0;
  while (!stop.stop_requested()) {
    const auto keys = FirstKeys(store_, dropped.family, rest, kRowsErasedOneByOne);
    if (!keys) return keys.error();
    const bool last = keys->size() < kRowsErasedOneByOne;
    WriteSet writes(store_);
    for (const std::string& key : *keys) writes.Erase(dropped.family, key);
    if (last) writes.Erase(Family::kCatalog, DroppedRowsKey(dropped));
    if (auto done = std::move(writes).Commit(); !done) return done.error();
    deletions += keys->size();
    if (last) break;
    rest.begin = keys->back() + '\0';
  }
  return deletions < kDeletionsToFlush ? Status(Done{}) : store_.FlushSoon(dropped.family);
}

}  // namespace basalt
