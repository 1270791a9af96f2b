// Keeps the writes of a table's items and the changes of the table itself apart. Every version of
// one table shares one gate.
#pragma once

#include <pthread.h>

#include <atomic>

#include "engine/storage/store.h"

namespace basalt {

// Writes of items hold it shared, from before they look the table up until their rows are
// committed; whatever changes the table holds it alone. So a write never meets a table half
// changed, and a new index misses no write. Nobody holds it while waiting for a sync.
//
// Fair to changes: once one waits, writes that come later let it go first. (std::shared_mutex lets
// them go ahead for ever on glibc.) So a thread must not take a gate that it has, and takes several
// in the order of their tables' names. Thread-safe.
class TableGate {
 public:
  TableGate();
  ~TableGate();
  TableGate(const TableGate&) = delete;
  TableGate& operator=(const TableGate&) = delete;

  // For std::unique_lock and std::shared_lock.
  void lock() { pthread_rwlock_wrlock(&lock_); }
  void unlock() { pthread_rwlock_unlock(&lock_); }
  void lock_shared() { pthread_rwlock_rdlock(&lock_); }
  void unlock_shared() { pthread_rwlock_unlock(&lock_); }

  // Where the table's last change is in the log.
  LogSequence last_change() const { return last_change_.load(std::memory_order_acquire); }
  // REQUIRES: the gate is held alone.
  void SetLastChange(LogSequence sequence) {
    last_change_.store(sequence, std::memory_order_release);
  }

 private:
  pthread_rwlock_t lock_;
  std::atomic<LogSequence> last_change_{0};
};

}  // namespace basalt
