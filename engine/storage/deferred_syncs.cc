#include "engine/storage/deferred_syncs.h"

#include <utility>

#include "engine/storage/options_files.h"

namespace basalt {

class DeferredSyncs::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string name, DeferredSyncs& syncs)
      : FSWritableFileOwnerWrapper(std::move(file)), name_(std::move(name)), syncs_(syncs) {}

  Status Sync(const rocksdb::IOOptions& options, Context* context) override {
    return syncs_.DeferFile(name_) ? Status::OK() : target()->Sync(options, context);
  }
  Status Fsync(const rocksdb::IOOptions& options, Context* context) override {
    return syncs_.DeferFile(name_) ? Status::OK() : target()->Fsync(options, context);
  }

 private:
  const std::string name_;
  DeferredSyncs& syncs_;
};

class DeferredSyncs::Folder final : public rocksdb::FSDirectoryWrapper {
 public:
  Folder(std::unique_ptr<rocksdb::FSDirectory> folder, std::string name, DeferredSyncs& syncs)
      : FSDirectoryWrapper(std::move(folder)), name_(std::move(name)), syncs_(syncs) {}

  Status Fsync(const rocksdb::IOOptions& options, Context* context) override {
    return syncs_.DeferFolder(name_) ? Status::OK() : FSDirectoryWrapper::Fsync(options, context);
  }
  Status FsyncWithDirOptions(const rocksdb::IOOptions& options, Context* context,
                             const rocksdb::DirFsyncOptions& directory_options) override {
    return syncs_.DeferFolder(name_)
               ? Status::OK()
               : FSDirectoryWrapper::FsyncWithDirOptions(options, context, directory_options);
  }

 private:
  const std::string name_;
  DeferredSyncs& syncs_;
};

DeferredSyncs::Status DeferredSyncs::SyncAll() {
  const std::lock_guard lock(mutex_);
  deferring_ = false;
  for (const std::string& name : std::exchange(files_, {})) {
    if (auto status = SyncFile(name); !status.ok()) return status;
  }
  for (const std::string& name : std::exchange(folders_, {})) {
    if (auto status = SyncFolder(name); !status.ok()) return status;
  }
  return Status::OK();
}

DeferredSyncs::Status DeferredSyncs::SyncFile(const std::string& name) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  auto status = target()->ReopenWritableFile(name, rocksdb::FileOptions(), &file, nullptr);
  if (status.ok()) status = file->Fsync(rocksdb::IOOptions(), nullptr);
  if (status.ok()) status = file->Close(rocksdb::IOOptions(), nullptr);
  return status;
}

DeferredSyncs::Status DeferredSyncs::SyncFolder(const std::string& name) {
  std::unique_ptr<rocksdb::FSDirectory> folder;
  auto status = target()->NewDirectory(name, rocksdb::IOOptions(), &folder, nullptr);
  if (status.ok()) status = folder->Fsync(rocksdb::IOOptions(), nullptr);
  return status;
}

DeferredSyncs::Status DeferredSyncs::NewWritableFile(const std::string& name,
                                                     const rocksdb::FileOptions& options,
                                                     std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                     Context* context) {
  if (IsOptionsFile(name)) return NoOptionsFile();
  std::unique_ptr<rocksdb::FSWritableFile> made;
  auto status = target()->NewWritableFile(name, options, &made, context);
  if (status.ok()) *file = std::make_unique<File>(std::move(made), name, *this);
  return status;
}

DeferredSyncs::Status DeferredSyncs::NewDirectory(const std::string& name,
                                                  const rocksdb::IOOptions& options,
                                                  std::unique_ptr<rocksdb::FSDirectory>* folder,
                                                  Context* context) {
  std::unique_ptr<rocksdb::FSDirectory> opened;
  auto status = target()->NewDirectory(name, options, &opened, context);
  if (status.ok()) *folder = std::make_unique<Folder>(std::move(opened), name, *this);
  return status;
}

DeferredSyncs::Status DeferredSyncs::RenameFile(const std::string& from, const std::string& to,
                                                const rocksdb::IOOptions& options,
                                                Context* context) {
  const std::lock_guard lock(mutex_);
  auto status = target()->RenameFile(from, to, options, context);
  if (status.ok() && files_.erase(from) > 0) files_.insert(to);
  return status;
}

DeferredSyncs::Status DeferredSyncs::DeleteFile(const std::string& name,
                                                const rocksdb::IOOptions& options,
                                                Context* context) {
  const std::lock_guard lock(mutex_);
  auto status = target()->DeleteFile(name, options, context);
  if (status.ok()) files_.erase(name);
  return status;
}

bool DeferredSyncs::DeferFile(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (deferring_) files_.insert(name);
  return deferring_;
}

bool DeferredSyncs::DeferFolder(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (deferring_) folders_.insert(name);
  return deferring_;
}

}  // namespace basalt
