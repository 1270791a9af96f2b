// The baseline of the engine: RocksDB alone, with the engine's options, families, keys and bytes.
#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/storage/log_files.h"
#include "engine/storage/log_sync.h"
#include "engine/storage/log_syncer.h"
#include "engine/storage/store.h"

namespace basalt::bench {

class RawStore {
 public:
  explicit RawStore(const std::filesystem::path& directory);
  ~RawStore();

  rocksdb::DB& database() { return *database_; }
  rocksdb::ColumnFamilyHandle* Handle(Family family) {
    return families_[static_cast<std::size_t>(family)];
  }

  // Of durability `interval`.
  void Write(rocksdb::WriteBatch& batch);

  // Brings everything to where it comes to rest.
  void Compact();

 private:
  std::shared_ptr<LogFiles> log_files_;
  std::unique_ptr<rocksdb::Env> disk_;
  std::unique_ptr<rocksdb::DB> database_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::WriteOptions write_options_;
  LogWatch log_watch_;  // Told of no failure: RocksDB's are the end of a benchmark.
  std::optional<LogSync> log_sync_;
  std::optional<LogSyncer> syncer_;
};

// The size of the cache for both sides: all that is measured on fits.
inline constexpr std::size_t kCacheBytes = 256 * 1024 * 1024;

}  // namespace basalt::bench
