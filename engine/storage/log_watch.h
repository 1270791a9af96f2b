// What RocksDB tells of its log while it is open.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/listener.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace basalt {

// Thread-safe.
class LogWatch final : public rocksdb::EventListener {
 public:
  // Whether a write to the log has failed, and the log was not mended since. Until it is, it must
  // not be synced (what of it is on the disk is unknown, and asserting builds abort), and nothing
  // that is written may be acknowledged.
  bool failed() const { return failed_.load(std::memory_order_acquire); }
  std::string cause() const {  // Of the failure.
    const std::lock_guard guard(mutex_);
    return cause_;
  }

  // Returns when the log has failed and RocksDB takes writes again: which failure it was, by
  // number. Nothing from StopWaiting on.
  std::optional<std::uint64_t> AwaitMendable();
  // True, and all is well, unless there has been another failure since.
  bool Mended(std::uint64_t failure);
  void Wait(std::chrono::milliseconds time);  // Less once StopWaiting was called.
  void StopWaiting();

  // From now on a log is synced before the next one takes writes, so that a loss of power never
  // takes writes from the middle; null: no longer. `database` must live until then.
  void SyncEachLog(rocksdb::DB* database) { syncs_.store(database, std::memory_order_release); }

  void OnMemTableSealed(const rocksdb::MemTableInfo&) override {
    rocksdb::DB* database = syncs_.load(std::memory_order_acquire);
    // What fails here stops all later writes, with the reason.
    if (database != nullptr && !failed()) database->SyncWAL().PermitUncheckedError();
  }
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;

 private:
  std::atomic<bool> failed_{false};
  std::atomic<rocksdb::DB*> syncs_{nullptr};

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string cause_;           // Guarded by mutex_.
  std::uint64_t failures_ = 0;  // So far. Guarded by mutex_.
  bool takes_writes_ = false;   // Again. Guarded by mutex_.
  bool stop_ = false;           // Guarded by mutex_.
};

}  // namespace basalt
