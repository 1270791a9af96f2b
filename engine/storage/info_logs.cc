#include "engine/storage/info_logs.h"

#include <utility>

namespace basalt {
namespace {

using Status = rocksdb::IOStatus;
using Context = rocksdb::IODebugContext;

// A file whose writes always succeed.
class LossyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;

  Status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                Context* context) override {
    target()->Append(bytes, options, context).PermitUncheckedError();
    return Status::OK();
  }
  Status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                const rocksdb::DataVerificationInfo& verification, Context* context) override {
    target()->Append(bytes, options, verification, context).PermitUncheckedError();
    return Status::OK();
  }
  Status Flush(const rocksdb::IOOptions& options, Context* context) override {
    target()->Flush(options, context).PermitUncheckedError();
    return Status::OK();
  }
};

// Where RocksDB's logger makes its file.
class LossyFiles final : public rocksdb::FileSystemWrapper {
 public:
  explicit LossyFiles(const std::shared_ptr<rocksdb::FileSystem>& base) : FileSystemWrapper(base) {}
  const char* Name() const override { return "BasaltLossyFiles"; }

  Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSWritableFile>* file,
                         Context* context) override {
    auto status = target()->NewWritableFile(name, options, file, context);
    if (status.ok()) *file = std::make_unique<LossyFile>(std::move(*file));
    return status;
  }
};

}  // namespace

rocksdb::IOStatus InfoLogs::NewLogger(const std::string& name, const rocksdb::IOOptions& options,
                                      std::shared_ptr<rocksdb::Logger>* logger,
                                      rocksdb::IODebugContext* context) {
  // The base class's own makes its file through the object that it is called on, and keeps no more
  // of it.
  LossyFiles files(target_);
  return files.FileSystem::NewLogger(name, options, logger, context);
}

}  // namespace basalt
