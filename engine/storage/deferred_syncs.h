// A file system that puts off what is to be synced, so that making a store costs a few syncs in
// place of the two dozen that RocksDB makes on the way. For RocksDB only while nothing that was
// written has to outlive a crash yet.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace basalt {

// Passes everything on to `base`, but for syncs of the files and folders that are made through it:
// those it remembers until SyncAll, and passes on from then. Thread-safe.
class DeferredSyncs final : public rocksdb::FileSystemWrapper {
 public:
  using Status = rocksdb::IOStatus;
  using Context = rocksdb::IODebugContext;

  explicit DeferredSyncs(const std::shared_ptr<rocksdb::FileSystem>& base)
      : FileSystemWrapper(base) {}
  const char* Name() const override { return "BasaltDeferredSyncs"; }

  // Brings to stable storage what was put off and is still there: files first, then the folders
  // that name them.
  Status SyncAll();

  Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* file, Context* context) override;
  Status NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                      std::unique_ptr<rocksdb::FSDirectory>* folder, Context* context) override;
  Status RenameFile(const std::string& from, const std::string& to,
                    const rocksdb::IOOptions& options, Context* context) override;
  Status DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                    Context* context) override;

 private:
  class File;
  class Folder;

  // Remembers that a file or folder is to be synced. False: it is time to sync at once.
  bool DeferFile(const std::string& name);
  bool DeferFolder(const std::string& name);
  Status SyncFile(const std::string& name);
  Status SyncFolder(const std::string& name);

  std::mutex mutex_;  // Guards all below.
  bool deferring_ = true;
  std::set<std::string> files_;
  std::set<std::string> folders_;
};

}  // namespace basalt
