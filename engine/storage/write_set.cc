#include "engine/storage/write_set.h"

#include <rocksdb/write_batch.h>

#include "engine/storage/put_watch.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/store_state.h"
#include "engine/storage/sync_mark.h"
#include "engine/storage/sync_scope.h"

namespace basalt {
namespace {

// Staging into memory, which only fails by running out of it.
void Staged(const rocksdb::Status& status) { status.PermitUncheckedError(); }

// Of the batch's last write. RocksDB has put that of the first into the batch's header.
LogSequence LastSequence(const rocksdb::WriteBatch& batch) {
  return FirstSequenceOf(batch.Data()) + batch.Count() - 1;
}

}  // namespace

WriteSet::WriteSet(Store& store, std::size_t bytes_expected)
    : store_(store), batch_(std::make_unique<rocksdb::WriteBatch>(bytes_expected)) {
  const auto& log_sync = store.state_->log_sync;
  if (log_sync) Staged(batch_->PutLogData(EncodeSyncMark(log_sync->synced())));
}

WriteSet::WriteSet(WriteSet&&) noexcept = default;
WriteSet::~WriteSet() = default;

void WriteSet::Put(Family family, std::string_view key, std::string_view value) {
  Staged(batch_->Put(store_.state_->Handle(family), ToSlice(key), ToSlice(value)));
}

void WriteSet::Erase(Family family, std::string_view key) {
  Staged(batch_->Delete(store_.state_->Handle(family), ToSlice(key)));
}

void WriteSet::EraseRange(Family family, const RowRange& range) {
  Staged(batch_->DeleteRange(store_.state_->Handle(family), range.begin, range.end));
}

void WriteSet::AddCounters(std::string_view key, std::string_view deltas) {
  if (deltas.empty()) return;
  Staged(batch_->Merge(store_.state_->Handle(Family::kCatalog), ToSlice(key), ToSlice(deltas)));
}

bool WriteSet::empty() const { return batch_->Count() == 0; }

std::size_t WriteSet::size_bytes() const { return batch_->GetDataSize(); }

Result<LogSequence> WriteSet::Commit() && {
  if (empty()) return LogSequence{0};
  Store::State& state = *store_.state_;
  if (state.log_watch->refuses_writes()) return state.log_watch->Failure();
  rocksdb::Status status;
  {
    const PutWatch watch(state.empty_ranges, state.families, *batch_);
    status = state.database->Write(state.write_options, batch_.get());
  }
  if (!status.ok()) return ToError(status, "cannot write");
  if (state.syncer) state.syncer->Written();
  const LogSequence last = LastSequence(*batch_);
  if (auto synced = SyncScope::Wrote(store_, last); !synced) return std::move(synced).error();
  return last;
}

}  // namespace basalt
