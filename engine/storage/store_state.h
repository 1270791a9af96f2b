// What a Store is made of: RocksDB's handles. Private to this folder.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <memory>
#include <optional>

#include "engine/storage/log_syncer.h"
#include "engine/storage/store.h"

namespace basalt {

struct Store::State {
  std::unique_ptr<rocksdb::Env> memory;  // The file system of a store in memory.
  std::unique_ptr<rocksdb::DB> database;
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> families{};  // Owned by `database`.
  rocksdb::WriteOptions write_options;
  std::optional<LogSyncer> syncer;  // Where the durability is kInterval.
  bool read_only = false;

  rocksdb::ColumnFamilyHandle* Handle(Family family) const {
    return families[static_cast<std::size_t>(family)];
  }
};

}  // namespace basalt
