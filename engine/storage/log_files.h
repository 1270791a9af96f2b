// The file system under RocksDB, with a hold on its write-ahead logs: Basalt brings them to stable
// storage itself, beside RocksDB's writes.
//
// DB::SyncWAL would do the same, but it takes the lock of the whole database several times, and a
// RocksDB with assertions (Debian's is one) aborts the process where a log is synced in the moment
// after a write to it failed.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace basalt {

// Passes everything on to `base`, and remembers which logs are open. Thread-safe.
class LogFiles final : public rocksdb::FileSystemWrapper {
 public:
  using Status = rocksdb::IOStatus;
  using Context = rocksdb::IODebugContext;

  explicit LogFiles(const std::shared_ptr<rocksdb::FileSystem>& base);
  ~LogFiles() override;
  const char* Name() const override { return "BasaltLogFiles"; }

  // Brings to stable storage all that was written to open logs before the call, the oldest log
  // first. A log that RocksDB has closed needs no sync: its writes are in tables. After one sync of
  // a log failed, RocksDB's or this, the system may have dropped the bytes and call the next one a
  // success; so every later sync of that log fails, too.
  Status Sync();

  // The same as Sync for the logs that lie in `directory`, open or not.
  Status SyncAllIn(const std::string& directory);

  Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;

 private:
  struct Log;  // An open log.
  class File;  // What RocksDB gets for it.

  Status SyncDirectoryOf(const std::string& file);
  void Forget(const std::shared_ptr<Log>& log);

  std::mutex mutex_;
  std::vector<std::shared_ptr<Log>> logs_;  // In the order of creation. Guarded by mutex_.
};

}  // namespace basalt
