// How far the write-ahead log is on stable storage, and waiting until it is further.
//
// A write goes to the log and to memory first (WriteSet::Commit), where later writes see it at
// once. It is answered when the log is synced as far as that write. Many writes share one sync.
// See docs/decisions/0017-writes-wait-for-the-log-without-locks.md.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "basalt/result.h"
#include "engine/storage/log_files.h"
#include "engine/storage/log_watch.h"
#include "engine/storage/store.h"

namespace basalt {

// Thread-safe.
class LogSync {
 public:
  using Callback = std::function<void(const Status&)>;

  // All three must outlive this. REQUIRES: what `database` holds by now is on stable storage.
  LogSync(rocksdb::DB& database, LogFiles& files, LogWatch& watch);
  // Syncs what was written, and calls every callback that is still to be called.
  ~LogSync();

  // All writes up to this one are on stable storage.
  LogSequence synced() const { return synced_.load(std::memory_order_acquire); }

  // Returns once synced() >= `sequence`. One of the waiting threads syncs for all of them.
  // Errors: kInternal: a write to the log failed, or a sync; nobody knows what is kept.
  Status Await(LogSequence sequence);

  // The same without waiting: calls `done` with the outcome, from a thread of this. Does not throw:
  // where there is no memory or thread for that, it waits, and calls `done` itself.
  void WhenSynced(LogSequence sequence, Callback done);

  // Syncs what was written before the call. Errors: those of Await.
  Status SyncNow();

  // The same for a log that takes no more writes. The watch keeps a failure and refuses later
  // writes with it, so this returns nothing. Does not throw.
  void SyncSealedLog();

  // The store as it was at some moment up to synced(), with every write that was answered.
  // It shows nothing that a loss of power could undo.
  std::shared_ptr<const rocksdb::Snapshot> synced_view() const;

  std::shared_ptr<const rocksdb::Snapshot> TakeView() const;  // Of now.

 private:
  struct Waiting {
    LogSequence sequence;
    Callback done;
  };

  bool Sync();  // False: the watch knows of the failure.
  void MarkEnd();
  // REQUIRES: what `view` shows is on stable storage.
  void Publish(std::shared_ptr<const rocksdb::Snapshot> view);
  void RunCallbacks();
  void Complete(std::unique_lock<std::mutex>& lock);

  rocksdb::DB& database_;
  LogFiles& files_;
  LogWatch& watch_;
  std::atomic<LogSequence> synced_;

  mutable std::mutex view_mutex_;
  std::shared_ptr<const rocksdb::Snapshot> view_;  // Guarded by view_mutex_.
  const LogSequence begin_;                        // What was synced before all this.

  std::mutex mutex_;
  std::condition_variable changed_;
  bool syncing_ = false;  // Guarded by mutex_.

  std::mutex callbacks_mutex_;
  std::condition_variable callbacks_changed_;
  std::list<Waiting> waiting_;  // These four are guarded by callbacks_mutex_.
  bool stop_ = false;
  std::thread thread_;  // Runs callbacks; begun with the first.
};

}  // namespace basalt
