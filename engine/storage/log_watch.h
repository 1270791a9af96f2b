// What RocksDB tells of its log while it is open.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/listener.h>

#include <atomic>

namespace basalt {

// Thread-safe.
class LogWatch final : public rocksdb::EventListener {
 public:
  // Whether a write to the log has failed, and RocksDB has not recovered from that: then the log
  // must not be synced (what of it is on the disk is unknown, and asserting builds abort).
  bool failed() const { return failed_.load(std::memory_order_acquire); }

  // From now on a log is synced before the next one takes writes, so that a loss of power never
  // takes writes from the middle; null: no longer. `database` must live until then.
  void SyncEachLog(rocksdb::DB* database) { syncs_.store(database, std::memory_order_release); }

  void OnMemTableSealed(const rocksdb::MemTableInfo&) override {
    rocksdb::DB* database = syncs_.load(std::memory_order_acquire);
    // What fails here stops all later writes, with the reason.
    if (database != nullptr && !failed()) database->SyncWAL().PermitUncheckedError();
  }
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status*) override {
    if (reason == rocksdb::BackgroundErrorReason::kWriteCallback) failed_ = true;
  }
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override {
    if (info.new_bg_error.ok()) failed_ = false;
  }

 private:
  std::atomic<bool> failed_{false};
  std::atomic<rocksdb::DB*> syncs_{nullptr};
};

}  // namespace basalt
