// How Basalt sets RocksDB up: the one place where its options are decided.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <string>
#include <vector>

#include "engine/storage/store.h"

namespace basalt {

rocksdb::DBOptions MakeDatabaseOptions(const StoreOptions& options, rocksdb::Env* env);

// RocksDB's name of a family. On users' disks: do not change.
const std::string& NameOf(Family family);

// One a family, in the enum's order. They share one block cache.
std::vector<rocksdb::ColumnFamilyDescriptor> MakeFamilies(const StoreOptions& options);

rocksdb::WriteOptions MakeWriteOptions(Durability durability);

}  // namespace basalt
