// File handles of the process: how many a store may take, and what happens when there are none.
#pragma once

#include <rocksdb/file_system.h>

#include <cstddef>
#include <memory>
#include <string>

namespace basalt {

// Passes everything on to `base`. Where a file cannot be opened because the process, or the
// machine, has no more handles, RocksDB is told of a lack of space: it holds any other failure to
// make a file for fatal, while from this one it recovers by itself, and log_mender.h with it.
// Thread-safe.
class FileHandles final : public rocksdb::FileSystemWrapper {
 public:
  using Status = rocksdb::IOStatus;
  using Context = rocksdb::IODebugContext;

  explicit FileHandles(const std::shared_ptr<rocksdb::FileSystem>& base)
      : FileSystemWrapper(base) {}
  const char* Name() const override { return "BasaltFileHandles"; }

  Status NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSSequentialFile>* file,
                           Context* context) override;
  Status NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                             Context* context) override;
  Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;
  Status ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                            std::unique_ptr<rocksdb::FSWritableFile>* file,
                            Context* context) override;
  Status ReuseWritableFile(const std::string& name, const std::string& old_name,
                           const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           Context* context) override;
  Status NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                      std::unique_ptr<rocksdb::FSDirectory>* folder, Context* context) override;
};

// What RocksDB says, as a person needs it: without the lack of space that FileHandles tells of.
std::string TextOf(const rocksdb::Status& status);

// How many tables a store may hold open: a fifth of the handles that the process may have
// (RLIMIT_NOFILE), at most 960. Beside these it takes some thirty for logs and the like.
int OpenTablesMax();

// Whether an inspection may hold so many tables open at once: up to half of the handles that the
// process may have.
bool HandlesSufficeFor(std::size_t tables);

}  // namespace basalt
