#include "engine/storage/erasure.h"

#include <rocksdb/convenience.h>
#include <rocksdb/db.h>

#include "engine/storage/rocks_status.h"
#include "engine/storage/store_state.h"

namespace basalt {

Result<std::vector<std::string>> FirstKeys(const Store& store, Family family, const RowRange& range,
                                           std::size_t max) {
  std::vector<std::string> keys;
  Rows rows = store.Latest().ReadAll(family, range);
  for (; rows.Valid() && keys.size() < max; rows.Next()) keys.emplace_back(rows.key());
  if (auto status = rows.status(); !status) return status.error();
  return keys;
}

Status StageErasure(const Store& store, Family family, const RowRange& range, WriteSet& writes) {
  const auto keys = FirstKeys(store, family, range, kRowsErasedOneByOne + 1);
  if (!keys) return keys.error();
  if (keys->size() > kRowsErasedOneByOne) {
    writes.EraseRange(family, range);
  } else {
    for (const std::string& key : *keys) writes.Erase(family, key);
  }
  return Done{};
}

Status Store::DropFiles(Family family, const RowRange& range, LogSequence garbage_since) {
  rocksdb::DB& database = *state_->database;
  if (state_->read_only) return Done{};
  // First, because the synced view is a snapshot, too.
  if (auto synced = Sync(); !synced) return synced;
  std::uint64_t oldest = 0;  // 0: there is no snapshot.
  if (!database.GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest) ||
      (oldest != 0 && oldest < garbage_since)) {
    return Done{};
  }
  const rocksdb::Slice begin(range.begin);
  const rocksdb::Slice end(range.end);
  const auto dropped = rocksdb::DeleteFilesInRange(&database, state_->Handle(family), &begin, &end,
                                                   /*include_end=*/false);
  return ToStatus(dropped, "cannot remove files");
}

Status Store::FlushSoon(Family family) {
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;
  return ToStatus(state_->database->Flush(options, state_->Handle(family)), "cannot write");
}

}  // namespace basalt
