// Brings written but unsynced log to stable storage within a bounded time, in the background.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/storage/log_watch.h"

namespace basalt {

// Runs a thread while it exists; the last thing the thread does is a sync. Thread-safe.
// A sync that fails puts RocksDB into its error state, so that all later writes fail with the
// reason.
class LogSyncer {
 public:
  static constexpr std::chrono::milliseconds kInterval{100};

  // Both must outlive this.
  LogSyncer(rocksdb::DB& database, const LogWatch& log_watch);
  ~LogSyncer();

  // Something has been written: it will be on stable storage after kInterval and one sync.
  void Written() { unsynced_.store(true, std::memory_order_release); }

 private:
  void Run();
  void SyncIfNeeded();

  rocksdb::DB& database_;
  const LogWatch& log_watch_;
  std::atomic<bool> unsynced_{false};

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // Guarded by mutex_.

  std::thread thread_;  // Last: it uses everything above.
};

}  // namespace basalt
