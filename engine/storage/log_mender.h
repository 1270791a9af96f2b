// Makes a log that had no space safe again.
#pragma once

#include <rocksdb/db.h>

#include <span>
#include <thread>
#include <vector>

#include "engine/storage/log_watch.h"

namespace basalt {

// Once its disk has space again, RocksDB goes on by itself, with a new log. Yet it may keep the old
// one, which ends in a torn record, for families that had nothing in memory; after a loss of power
// it reads that, stops at the torn record, and leaves out the new log. So this has every family
// written to tables, after which no start needs the old log. Thread-safe.
class LogMender {
 public:
  // Both must outlive this. `families` are all that `database` has.
  LogMender(rocksdb::DB& database, std::span<rocksdb::ColumnFamilyHandle* const> families,
            LogWatch& log_watch);
  ~LogMender();

 private:
  void Run();
  bool Mend();  // Where it fails, RocksDB has stopped again.

  rocksdb::DB& database_;
  const std::vector<rocksdb::ColumnFamilyHandle*> families_;
  LogWatch& log_watch_;
  std::thread thread_;  // Last: it uses everything above.
};

}  // namespace basalt
