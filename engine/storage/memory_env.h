// The file system and the log of a store in memory.
#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace basalt {

// An empty file system of its own, gone with the object. Thread-safe.
std::unique_ptr<rocksdb::Env> NewMemoryEnv();

// Takes RocksDB's messages, and keeps none.
std::shared_ptr<rocksdb::Logger> NewSilentLog();

}  // namespace basalt
