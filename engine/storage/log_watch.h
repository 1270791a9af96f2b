// What RocksDB tells of its log while it is open.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/listener.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "basalt/error.h"

namespace basalt {

// Thread-safe.
class LogWatch final : public rocksdb::EventListener {
 public:
  // Whether a write to the log has failed, or a sync of it, and the log was not mended since. Until
  // it is, nothing that is written may be acknowledged: what of it is on the disk is unknown.
  bool failed() const { return failed_.load(std::memory_order_acquire); }
  // Whether nobody may try to write: the log has failed, or RocksDB cannot begin the next one. In
  // the latter case what was written so far is sound, and is acknowledged.
  bool refuses_writes() const { return refuses_writes_.load(std::memory_order_acquire); }
  // The error of a write that is refused, or cannot be acknowledged. REQUIRES: writes are refused.
  Error Failure() const;

  // The log could not be brought to stable storage: what of it is there is unknown until a start
  // reads it. LogFiles takes no writes until then.
  void SyncFailed(const rocksdb::Status& cause);

  // Whether what is written now would be refused: since the log has failed, or since RocksDB has
  // stopped for another reason, such as a table that cannot be written. The text says why; empty:
  // it is taken.
  std::string refusal() const;

  // Returns when writes are refused though RocksDB takes some again: which failure it was, by
  // number. Nothing from StopWaiting on.
  std::optional<std::uint64_t> AwaitMendable();
  // True, and all is well, unless there has been another failure since.
  bool Mended(std::uint64_t failure);
  void Wait(std::chrono::milliseconds time);  // Less once StopWaiting was called.
  void StopWaiting();

  // From now on `sync_log` is called before the next log takes writes, so that a loss of power
  // never takes writes from the middle; empty: no longer, once a call that runs has returned.
  void SyncEachLog(std::function<void()> sync_log) {
    const std::lock_guard guard(sync_log_mutex_);
    sync_log_ = std::move(sync_log);
  }

  void OnMemTableSealed(const rocksdb::MemTableInfo&) override {
    const std::lock_guard guard(sync_log_mutex_);
    if (sync_log_) sync_log_();
  }
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;

 private:
  static void Keep(std::string& text, const rocksdb::Status& status);

  std::atomic<bool> failed_{false};
  std::atomic<bool> refuses_writes_{false};  // Also where failed_.
  std::mutex sync_log_mutex_;
  std::function<void()> sync_log_;  // Guarded by sync_log_mutex_.

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string cause_;           // Guarded by mutex_.
  std::string stopped_;         // Why RocksDB has, if it has. Guarded by mutex_.
  std::uint64_t failures_ = 0;  // So far. Guarded by mutex_.
  bool takes_writes_ = false;   // Again. Guarded by mutex_.
  bool stop_ = false;           // Guarded by mutex_.
};

}  // namespace basalt
