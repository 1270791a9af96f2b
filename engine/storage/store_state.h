// What a Store is made of: RocksDB's handles. Private to this folder.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engine/storage/directory_claim.h"
#include "engine/storage/empty_ranges.h"
#include "engine/storage/log_check.h"
#include "engine/storage/log_files.h"
#include "engine/storage/log_mender.h"
#include "engine/storage/log_sync.h"
#include "engine/storage/log_syncer.h"
#include "engine/storage/log_watch.h"
#include "engine/storage/storage_events.h"
#include "engine/storage/store.h"

namespace basalt {

struct Store::State {
  DirectoryClaim claim;                  // First, so that it goes last.
  std::unique_ptr<rocksdb::Env> memory;  // The file system of a store in memory.
  std::shared_ptr<LogFiles> log_files;   // Where there is a log to sync.
  std::unique_ptr<rocksdb::Env> disk;    // What RocksDB gets for the disk.
  std::shared_ptr<LogWatch> log_watch = std::make_shared<LogWatch>();
  std::shared_ptr<StorageEvents> events;
  std::unique_ptr<LogCheck> log_check;  // RocksDB keeps a pointer to it.
  std::unique_ptr<rocksdb::DB> database;
  // Owned by `database`. Null: a directory of an older format, open for reading alone, lacks it.
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> families{};
  EmptyRanges empty_ranges{[this] { return database->GetLatestSequenceNumber(); }};
  Durability durability = Durability::kNone;
  std::uint64_t log_bytes_left_max = 0;
  rocksdb::WriteOptions write_options;
  std::optional<LogMender> mender;  // Where there is a disk to write to.
  std::optional<LogSync> log_sync;  // Where there is a log on a disk.
  std::optional<LogSyncer> syncer;  // Where writes are answered before they are synced.
  bool read_only = false;
  bool holds_all_tables = false;
  bool is_new = false;
  bool answers_when_synced = false;  // Where the durability is kCommit.

  // As Open, over `files`, which may be those of `env`, with what a store on a disk needs in
  // between.
  Status OpenOver(rocksdb::Env* env, std::shared_ptr<rocksdb::FileSystem> files,
                  const StoreOptions& options, const std::string& path);

  // Fills in all but the environments. Errors: as of Store::Open.
  Status Open(const StoreOptions& options, const std::string& path, rocksdb::Env* env);

  // The same without a look at the logs before it. An opening that is not for reading alone changes
  // the directory, also where it then fails.
  Status OpenOneMoment(const StoreOptions& options, const std::string& path, rocksdb::Env* env);
  Status OpenRocks(const StoreOptions& options, const std::string& path, rocksdb::Env* env);
  void SyncLog();
  rocksdb::Status MarkRecovery();
  void StopWork();
  void Close();

  // Null: the family is empty.
  rocksdb::ColumnFamilyHandle* Handle(Family family) const {
    return families[static_cast<std::size_t>(family)];
  }
};

}  // namespace basalt
