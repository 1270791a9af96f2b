// Makes a log that had no space safe again.
#pragma once

#include <rocksdb/db.h>

#include <span>
#include <thread>
#include <vector>

#include "basalt/engine_listener.h"
#include "engine/storage/log_files.h"
#include "engine/storage/log_watch.h"

namespace basalt {

// Once its disk has space again, RocksDB goes on by itself, with a new log. Yet it may keep the old
// one, which ends in a torn record, for families that had nothing in memory; after a loss of power
// it reads that, stops at the torn record, and leaves out the new log. So this has every family
// written to tables, after which no start needs the old log. Thread-safe.
class LogMender {
 public:
  // All must outlive this. `families` are all that `database` has. The listener is told once all is
  // well again; it must not wait.
  LogMender(rocksdb::DB& database, std::span<rocksdb::ColumnFamilyHandle* const> families,
            LogFiles& log_files, LogWatch& log_watch, EngineListener& listener);
  ~LogMender();

 private:
  void Run();
  // Where these fail, RocksDB has stopped again, or there is no memory.
  bool TryToMend(std::uint64_t failure) noexcept;
  bool Mend();

  rocksdb::DB& database_;
  const std::vector<rocksdb::ColumnFamilyHandle*> families_;
  LogFiles& log_files_;
  LogWatch& log_watch_;
  EngineListener& listener_;
  std::thread thread_;  // Last: it uses everything above.
};

}  // namespace basalt
