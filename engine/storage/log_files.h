// The file system under RocksDB, with a hold on its write-ahead logs: Basalt brings them to stable
// storage itself, beside RocksDB's writes.
//
// DB::SyncWAL would do the same, but it takes the lock of the whole database several times, and a
// RocksDB with assertions (Debian's is one) aborts the process where a log is synced in the moment
// after a write to it failed.
#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace basalt {

// Passes everything on to `base`, and remembers which logs are open. Syncs the first record of a
// log before there is a second one: it tells a start which write the log begins with. Where a loss
// of power took a log's first page and left the next ones, a start could not know otherwise that
// writes are missing. Thread-safe.
class LogFiles final : public rocksdb::FileSystemWrapper {
 public:
  using Status = rocksdb::IOStatus;
  using Context = rocksdb::IODebugContext;

  explicit LogFiles(const std::shared_ptr<rocksdb::FileSystem>& base);
  ~LogFiles() override;
  const char* Name() const override { return "BasaltLogFiles"; }

  // Brings to stable storage all that was written to open logs before the call, the oldest log
  // first. A log that RocksDB has closed was synced, or its writes are in tables. After one sync of
  // a log failed, RocksDB's or this, the system may have dropped the bytes and call the next one a
  // success; so every later sync of that log fails, too.
  //
  // After a write or a sync of a log failed, all logs refuse writes, with that failure: what comes
  // later must not outlive a crash that takes what came before. See TakeWritesAgain.
  Status Sync();

  // To be called when all that logs held when a write failed is in tables. After a failed sync
  // nothing changes: only a start finds out what is left.
  void TakeWritesAgain();

  // The same as Sync for the logs that lie in `directory`, open or not.
  Status SyncAllIn(const std::string& directory);

  Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;

 private:
  struct Log;  // An open log.
  class File;  // What RocksDB gets for it.

  enum class Failed { kWrite, kSync };

  Status SyncDirectoryOf(const std::string& file);
  void Forget(const std::shared_ptr<Log>& log);
  Status CheckTakesWrites();
  void RefuseWrites(Failed failed, const Status& cause);

  std::mutex mutex_;
  std::vector<std::shared_ptr<Log>> logs_;  // In the order of creation. Guarded by mutex_.
  std::atomic<bool> refuses_writes_{false};
  std::optional<Failed> failed_;  // The gravest. Guarded by mutex_.
  Status failure_;                // Of that. Guarded by mutex_.
};

}  // namespace basalt
