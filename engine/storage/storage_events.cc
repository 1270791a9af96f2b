#include "engine/storage/storage_events.h"

#include <rocksdb/db.h>

#include <exception>
#include <string>

#include "engine/storage/file_handles.h"

namespace basalt {
namespace {

// RocksDB's threads do not survive an exception. Without memory for an event it is left out.
template <typename Tell>
void TellIfPossible(const Tell& tell) noexcept {
  try {
    tell();
  } catch (const std::exception&) {
    return;
  }
}

WriteStall StallOf(rocksdb::WriteStallCondition condition) {
  switch (condition) {
    case rocksdb::WriteStallCondition::kNormal:
      return WriteStall::kNone;
    case rocksdb::WriteStallCondition::kDelayed:
      return WriteStall::kDelayed;
    case rocksdb::WriteStallCondition::kStopped:
      return WriteStall::kStopped;
  }
  return WriteStall::kNone;
}

// RocksDB always has a family "default"; the catalog is it.
std::string FamilyOf(const std::string& name) {
  return name == rocksdb::kDefaultColumnFamilyName ? "catalog" : name;
}

const char* ActivityOf(rocksdb::BackgroundErrorReason reason) {
  switch (reason) {
    case rocksdb::BackgroundErrorReason::kFlush:
    case rocksdb::BackgroundErrorReason::kFlushNoWAL:
      return "flush";
    case rocksdb::BackgroundErrorReason::kCompaction:
      return "compaction";
    case rocksdb::BackgroundErrorReason::kWriteCallback:
      return "write to the log";
    case rocksdb::BackgroundErrorReason::kMemTable:
      return "write to memory, or the start of a log";
    case rocksdb::BackgroundErrorReason::kManifestWrite:
    case rocksdb::BackgroundErrorReason::kManifestWriteNoWAL:
      return "write to the manifest";
  }
  return "background work";
}

}  // namespace

void StorageEvents::OnStallConditionsChanged(const rocksdb::WriteStallInfo& info) {
  const auto stalls = [](rocksdb::WriteStallCondition condition) {
    return condition == rocksdb::WriteStallCondition::kNormal ? 0 : 1;
  };
  stalled_families_ += stalls(info.condition.cur) - stalls(info.condition.prev);
  TellIfPossible([&] {
    listener_.OnWriteStallChanged({.family = FamilyOf(info.cf_name),
                                   .before = StallOf(info.condition.prev),
                                   .after = StallOf(info.condition.cur)});
  });
}

void StorageEvents::OnBackgroundError(rocksdb::BackgroundErrorReason reason,
                                      rocksdb::Status* error) {
  TellIfPossible([&] {
    listener_.OnStorageError({.activity = ActivityOf(reason), .message = TextOf(*error)});
  });
}

void StorageEvents::OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) {
  // After a failure of the log writes may still be refused: LogMender tells when they are not.
  if (!info.new_bg_error.ok() || log_watch_.refuses_writes()) return;
  TellIfPossible([&] { listener_.OnStorageRecovered(); });
}

}  // namespace basalt
