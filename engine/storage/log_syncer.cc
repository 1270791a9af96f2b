#include "engine/storage/log_syncer.h"

#include "engine/storage/caught.h"

namespace basalt {

LogSyncer::LogSyncer(LogSync& log_sync, std::chrono::milliseconds interval)
    : log_sync_(log_sync), interval_(interval), thread_([this] { Run(); }) {}

LogSyncer::~LogSyncer() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void LogSyncer::Run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    wake_.wait_for(lock, interval_, [this] { return stop_; });
    lock.unlock();
    SyncIfNeeded();
    lock.lock();
  }
}

void LogSyncer::SyncIfNeeded() {
  if (!unsynced_.exchange(false, std::memory_order_acq_rel)) return;
  // RocksDB may run out of memory on the way, which must not end this thread.
  const Status synced = Caught([this] { return log_sync_.SyncNow(); });
  if (!synced) unsynced_.store(true, std::memory_order_release);  // Tried again.
}

}  // namespace basalt
