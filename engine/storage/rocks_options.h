// How Basalt sets RocksDB up: the one place where its options are decided.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/storage/store.h"

namespace basalt {

// All that bounds the memory of a store: blocks, indexes and filters that were read, and, as part
// of it, what was written and is not in tables yet.
std::shared_ptr<rocksdb::Cache> MakeCache(const StoreOptions& options);

rocksdb::DBOptions MakeDatabaseOptions(const StoreOptions& options, rocksdb::Env* env,
                                       const std::shared_ptr<rocksdb::Cache>& cache);

// RocksDB's name of a family. On users' disks: do not change.
const std::string& NameOf(Family family);

// One a family, in the enum's order.
std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(
    const StoreOptions& options, const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace basalt
