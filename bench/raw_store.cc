#include "bench/raw_store.h"

#include <rocksdb/write_batch.h>

#include <chrono>

#include "bench/table.h"
#include "engine/storage/rocks_options.h"

namespace basalt::bench {

RawStore::RawStore(const std::filesystem::path& directory) {
  const StoreOptions options{
      .directory = directory, .durability = Durability::kInterval, .cache_bytes = kCacheBytes};
  log_files_ = std::make_shared<LogFiles>(rocksdb::FileSystem::Default());
  disk_ = rocksdb::NewCompositeEnv(log_files_);
  const auto cache = MakeCache(options);
  rocksdb::DBOptions database_options = MakeDatabaseOptions(options, disk_.get(), cache);
  database_options.create_if_missing = true;
  rocksdb::DB* database = nullptr;
  const auto opened = rocksdb::DB::Open(database_options, directory.string(),
                                        MakeFamilies(options, cache), &families_, &database);
  Require(opened.ok(), opened.ToString());
  database_.reset(database);
  log_sync_.emplace(*database_, *log_files_, log_watch_);
  syncer_.emplace(*log_sync_, std::chrono::milliseconds(100));
}

RawStore::~RawStore() {
  syncer_.reset();
  log_sync_.reset();
  for (auto* family : families_)
    database_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  database_->Close().PermitUncheckedError();
}

void RawStore::Write(rocksdb::WriteBatch& batch) {
  Require(database_->Write(write_options_, &batch).ok(), "RocksDB cannot write");
  syncer_->Written();
}

void RawStore::Compact() {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (auto* family : families_) {
    Require(database_->CompactRange(options, family, nullptr, nullptr).ok(), "cannot compact");
  }
}

}  // namespace basalt::bench
