#include "bench/raw_store.h"

#include <rocksdb/write_batch.h>

#include "bench/table.h"
#include "engine/storage/rocks_options.h"

namespace basalt::bench {

RawStore::RawStore(const std::filesystem::path& directory) {
  const StoreOptions options{
      .directory = directory, .durability = Durability::kInterval, .cache_bytes = kCacheBytes};
  const auto cache = MakeCache(options);
  rocksdb::DBOptions database_options =
      MakeDatabaseOptions(options, rocksdb::Env::Default(), cache);
  database_options.create_if_missing = true;
  rocksdb::DB* database = nullptr;
  const auto opened = rocksdb::DB::Open(database_options, directory.string(),
                                        MakeFamilies(options, cache), &families_, &database);
  Require(opened.ok(), opened.ToString());
  database_.reset(database);
  write_options_ = MakeWriteOptions(options.durability);
  syncer_.emplace(*database_, log_watch_);
}

RawStore::~RawStore() {
  syncer_.reset();
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
