// Brings written but unsynced log to stable storage within a bounded time, in the background.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/storage/log_sync.h"

namespace basalt {

// Runs a thread while it exists; what is written last may be left to ~LogSync. Thread-safe.
// After a sync that failed all later writes fail with the reason, until the log is mended.
class LogSyncer {
 public:
  // `log_sync` must outlive this.
  LogSyncer(LogSync& log_sync, std::chrono::milliseconds interval);
  ~LogSyncer();

  // Something has been written: it will be on stable storage after the interval and one sync.
  void Written() { unsynced_.store(true, std::memory_order_release); }

 private:
  void Run();
  void SyncIfNeeded();

  LogSync& log_sync_;
  const std::chrono::milliseconds interval_;
  std::atomic<bool> unsynced_{false};

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // Guarded by mutex_.

  std::thread thread_;  // Last: it uses everything above.
};

}  // namespace basalt
