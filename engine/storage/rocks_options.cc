#include "engine/storage/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_buffer_manager.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/storage/counter_merge.h"
#include "engine/storage/file_handles.h"
#include "engine/storage/memory_env.h"
#include "engine/storage/token_prefix.h"

namespace basalt {
namespace {

constexpr std::size_t kKilobyte = 1024;
constexpr std::size_t kMegabyte = 1024 * kKilobyte;

constexpr std::size_t kWriteBuffersMax = 3;    // Full ones, in memory.
constexpr std::size_t kWriteShareOfCache = 2;  // One half.

// Of which a table file's index and filter, together a megabyte, are a small part: what does not
// fit its shard is read again each time.
constexpr std::size_t kCacheShardBytesMin = 8 * kMegabyte;
constexpr std::size_t kCacheShardsMax = 64;

constexpr std::size_t kArenaBlockBytes = 64 * kKilobyte;  // An idle family costs next to nothing.
constexpr std::size_t kTableFileBytes = 32 * kMegabyte;
constexpr std::size_t kBlockBytes = 16 * kKilobyte;  // Short indexes: docs/performance.md.
constexpr double kBloomBitsPerKey = 10;
constexpr int kFileOpeningThreads = 2;
constexpr std::size_t kMemoryFileBufferBytes = 4 * kKilobyte;

// Each transaction looks for its token, and hardly ever finds it: filters make that look cheap.
// Tokens come in no order, so that each is put into a list in memory that should be short.
constexpr std::size_t kTokenBufferBytesMax = 8 * kMegabyte;
constexpr double kTokenFilterShareOfBuffer = 0.05;
// RocksDB makes the filter at once, also for the many stores in memory that never see a token.
constexpr std::size_t kMemoryTokenBufferBytesMax = 3 * kMegabyte;
constexpr double kMemoryTokenFilterShareOfBuffer = 0.0085;  // Ten bits a row.

// A table file with so many deletions among so many neighbours is compacted soon, whatever its
// level: they cost reads, and what they delete takes room.
constexpr std::size_t kNeighbours = 4096;
constexpr std::size_t kDeletionsAmongThem = kNeighbours / 2;

// Flushes and compactions that run at once: one a processor, but two at least, so that a flush need
// not wait for a compaction, and no more than keep a disk busy.
constexpr int kBackgroundJobsMin = 2;
constexpr int kBackgroundJobsMax = 8;

int BackgroundJobs() {
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(processors, kBackgroundJobsMin, kBackgroundJobsMax);
}

rocksdb::CompressionType FirstSupported(std::initializer_list<rocksdb::CompressionType> wanted) {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (const auto type : wanted) {
    if (std::ranges::find(supported, type) != supported.end()) return type;
  }
  return rocksdb::kNoCompression;
}

rocksdb::BlockBasedTableOptions TableOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  // Indexes and filters count against the cache, so that memory stays bounded as data grows.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.block_size = kBlockBytes;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  return table;
}

std::shared_ptr<rocksdb::Cache> NewCache(std::size_t bytes) {
  const std::size_t shards =
      std::clamp(bytes / kCacheShardBytesMin, std::size_t{1}, kCacheShardsMax);
  const int shard_bits = static_cast<int>(std::bit_width(shards)) - 1;
  return rocksdb::NewLRUCache(bytes, shard_bits);
}

// The one of all stores in memory that are given so much: of a thousand small ones, each with its
// own, making the caches would take longer than the rest.
std::shared_ptr<rocksdb::Cache> SharedCache(std::size_t bytes) {
  static std::mutex& mutex = *new std::mutex();
  static auto& caches = *new std::map<std::size_t, std::weak_ptr<rocksdb::Cache>>();
  const std::lock_guard guard(mutex);
  std::weak_ptr<rocksdb::Cache>& shared = caches[bytes];
  std::shared_ptr<rocksdb::Cache> cache = shared.lock();
  if (cache == nullptr) shared = cache = NewCache(bytes);
  return cache;
}

}  // namespace

std::shared_ptr<rocksdb::Cache> MakeCache(const StoreOptions& options) {
  return options.directory ? NewCache(options.cache_bytes) : SharedCache(options.cache_bytes);
}

rocksdb::DBOptions MakeDatabaseOptions(const StoreOptions& options, rocksdb::Env* env,
                                       const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::DBOptions database;
  database.env = env;
  database.create_missing_column_families = !options.read_only;

  // A quick start: nothing is read that is not needed yet.
  database.max_open_files = OpenTablesMax();
  // RocksDB makes all of these threads for each family, whether or not there are files to open.
  database.max_file_opening_threads = options.directory ? kFileOpeningThreads : 1;
  database.skip_stats_update_on_db_open = true;
  database.avoid_flush_during_recovery = true;

  // Up to the first bad place, which Store::Open then judges. A log that is gone, or shorter than
  // it was when it was synced, is found by RocksDB itself.
  database.wal_recovery_mode = options.salvage ? rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords
                                               : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  database.track_and_verify_wals_in_manifest = true;
  database.paranoid_checks = !options.salvage;

  database.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(
      std::min(kWriteBuffersMax * options.write_buffer_bytes,
               options.cache_bytes / kWriteShareOfCache),
      options.directory ? cache : nullptr);
  database.max_total_wal_size = options.write_buffer_bytes + options.write_buffer_bytes / 4;
  database.max_background_jobs = BackgroundJobs();
  database.avoid_unnecessary_blocking_io = true;
  database.bytes_per_sync = kMegabyte;

  // See options_files.h.
  database.fail_if_options_file_error = false;

  if (!options.directory) {
    database.info_log = NewSilentLog();
    database.writable_file_max_buffer_size = kMemoryFileBufferBytes;
  }
  database.info_log_level = rocksdb::WARN_LEVEL;
  database.keep_log_file_num = 2;
  database.max_log_file_size = kMegabyte;
  database.stats_dump_period_sec = 0;
  database.stats_persist_period_sec = 0;
  return database;
}

const std::string& NameOf(Family family) {
  // RocksDB always has a family "default"; the catalog is it.
  static const std::array<std::string, kFamilyCount> names{
      rocksdb::kDefaultColumnFamilyName, "items", "index", "tokens", "expiry", "streams"};
  return names[static_cast<std::size_t>(family)];
}

std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(
    const StoreOptions& options, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions common;
  common.write_buffer_size = options.write_buffer_bytes;
  common.arena_block_size = kArenaBlockBytes;
  common.target_file_size_base = kTableFileBytes;
  common.level_compaction_dynamic_level_bytes = true;
  // ZSTD at the bottom would take a third less room, for twice the time of a read from disk:
  // docs/performance.md.
  common.compression = FirstSupported({rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  common.table_properties_collector_factories = {
      rocksdb::NewCompactOnDeletionCollectorFactory(kNeighbours, kDeletionsAmongThem)};
  common.table_factory.reset(rocksdb::NewBlockBasedTableFactory(TableOptions(cache)));

  std::vector<rocksdb::ColumnFamilyDescriptor> families(kFamilyCount);
  for (std::size_t position = 0; position < kFamilyCount; ++position) {
    const auto family = static_cast<Family>(position);
    families[position] = {NameOf(family), common};
    auto& options_of_family = families[position].options;
    if (family == Family::kCatalog) options_of_family.merge_operator = NewCounterMerge();
    if (family == Family::kTokens) {
      options_of_family.write_buffer_size =
          std::min(options.directory ? kTokenBufferBytesMax : kMemoryTokenBufferBytesMax,
                   options.write_buffer_bytes);
      options_of_family.prefix_extractor = NewTokenPrefix();
      options_of_family.memtable_prefix_bloom_size_ratio =
          options.directory ? kTokenFilterShareOfBuffer : kMemoryTokenFilterShareOfBuffer;
    }
  }
  return families;
}

}  // namespace basalt
