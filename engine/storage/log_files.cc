#include "engine/storage/log_files.h"

#include <string_view>
#include <utility>

namespace basalt {
namespace {

constexpr std::string_view kLogExtension = ".log";

}  // namespace

struct LogFiles::Log {
  LogFiles& files;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  // Until the file's name is on stable storage. It is open from the beginning: where a process has
  // no handles left, no log is begun, rather than one that cannot be synced.
  std::unique_ptr<rocksdb::FSDirectory> directory;
  std::atomic<bool> has_unsynced{false};
  std::mutex closing;   // Held while the file is synced, so that it is not closed meanwhile.
  bool closed = false;  // This and what follows are guarded by closing.
  Status outcome = Status::OK();  // Of all syncs so far.

  explicit Log(LogFiles& owner) : files(owner) {}

  Status Sync() {
    const std::lock_guard guard(closing);
    if (closed) return Status::OK();
    if (!outcome.ok()) return outcome;
    if (has_unsynced.exchange(false, std::memory_order_acq_rel)) {
      outcome = file->Sync(rocksdb::IOOptions(), nullptr);
    }
    // The first time the file's name, too, has to be there after a crash; also where RocksDB has
    // synced the file itself.
    if (outcome.ok() && directory != nullptr) {
      outcome = directory->Fsync(rocksdb::IOOptions(), nullptr);
      directory.reset();
    }
    if (!outcome.ok()) files.RefuseWrites(Failed::kSync, outcome);
    return outcome;
  }

  // A sync that RocksDB asks for.
  template <typename SyncFile>
  Status SyncBy(const SyncFile& sync_file) {
    const std::lock_guard guard(closing);
    if (!outcome.ok()) return outcome;
    has_unsynced.store(false, std::memory_order_release);
    outcome = sync_file();
    if (!outcome.ok()) files.RefuseWrites(Failed::kSync, outcome);
    return outcome;
  }

  template <typename WriteFile>
  Status WriteBy(const WriteFile& write_file) {
    if (auto status = files.CheckTakesWrites(); !status.ok()) return status;
    const Status status = write_file();
    has_unsynced.store(true, std::memory_order_release);
    if (!status.ok()) files.RefuseWrites(Failed::kWrite, status);
    return status;
  }
};

class LogFiles::File final : public rocksdb::FSWritableFileWrapper {
 public:
  explicit File(std::shared_ptr<Log> log)
      : FSWritableFileWrapper(log->file.get()), log_(std::move(log)) {}
  ~File() override {
    MarkClosed();
    log_->files.Forget(log_);
  }

  using FSWritableFileWrapper::Append;
  Status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                Context* context) override {
    return log_->WriteBy([&] { return target()->Append(bytes, options, context); });
  }
  Status Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                const rocksdb::DataVerificationInfo& verification, Context* context) override {
    return log_->WriteBy([&] { return target()->Append(bytes, options, verification, context); });
  }
  // RocksDB's end of a record.
  Status Flush(const rocksdb::IOOptions& options, Context* context) override {
    if (auto status = target()->Flush(options, context); !status.ok() || begun_) return status;
    const auto status = log_->Sync();
    begun_ = status.ok();
    return status;
  }
  Status Sync(const rocksdb::IOOptions& options, Context* context) override {
    return log_->SyncBy([&] { return target()->Sync(options, context); });
  }
  Status Fsync(const rocksdb::IOOptions& options, Context* context) override {
    return log_->SyncBy([&] { return target()->Fsync(options, context); });
  }
  Status Close(const rocksdb::IOOptions& options, Context* context) override {
    MarkClosed();
    return target()->Close(options, context);
  }

 private:
  void MarkClosed() {
    const std::lock_guard guard(log_->closing);
    log_->closed = true;
  }

  const std::shared_ptr<Log> log_;
  bool begun_ = false;  // Its first record is on stable storage. RocksDB writes one at a time.
};

LogFiles::LogFiles(const std::shared_ptr<rocksdb::FileSystem>& base) : FileSystemWrapper(base) {}
LogFiles::~LogFiles() = default;

LogFiles::Status LogFiles::Sync() {
  std::vector<std::shared_ptr<Log>> logs;
  {
    const std::lock_guard guard(mutex_);
    logs = logs_;
  }
  for (const auto& log : logs) {
    if (auto status = log->Sync(); !status.ok()) return status;
  }
  return Status::OK();
}

LogFiles::Status LogFiles::SyncAllIn(const std::string& directory) {
  std::vector<std::string> names;
  auto status = target()->GetChildren(directory, rocksdb::IOOptions(), &names, nullptr);
  for (const std::string& name : names) {
    if (!status.ok()) return status;
    if (!name.ends_with(kLogExtension)) continue;
    std::unique_ptr<rocksdb::FSWritableFile> file;
    status = target()->ReopenWritableFile(directory + "/" + name, rocksdb::FileOptions(), &file,
                                          nullptr);
    if (status.ok()) status = file->Fsync(rocksdb::IOOptions(), nullptr);
    if (status.ok()) status = file->Close(rocksdb::IOOptions(), nullptr);
  }
  return status.ok() ? SyncDirectoryOf(directory + "/") : status;
}

LogFiles::Status LogFiles::SyncDirectoryOf(const std::string& file) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  auto status = target()->NewDirectory(file.substr(0, file.rfind('/')), rocksdb::IOOptions(),
                                       &directory, nullptr);
  return status.ok() ? directory->Fsync(rocksdb::IOOptions(), nullptr) : status;
}

LogFiles::Status LogFiles::NewWritableFile(const std::string& name,
                                           const rocksdb::FileOptions& options,
                                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                                           Context* context) {
  if (!name.ends_with(kLogExtension)) {
    return target()->NewWritableFile(name, options, file, context);
  }
  const auto log = std::make_shared<Log>(*this);
  auto status = target()->NewDirectory(name.substr(0, name.rfind('/')), rocksdb::IOOptions(),
                                       &log->directory, nullptr);
  if (status.ok()) status = target()->NewWritableFile(name, options, &log->file, context);
  if (!status.ok()) return status;
  {
    const std::lock_guard guard(mutex_);
    logs_.push_back(log);
  }
  *file = std::make_unique<File>(log);
  return status;
}

LogFiles::Status LogFiles::CheckTakesWrites() {
  if (!refuses_writes_.load(std::memory_order_acquire)) return Status::OK();
  const std::lock_guard guard(mutex_);
  return failure_;
}

void LogFiles::RefuseWrites(Failed failed, const Status& cause) {
  const std::lock_guard guard(mutex_);
  if (failed_ == Failed::kSync || failed_ == failed) return;
  failed_ = failed;
  failure_ = cause;
  refuses_writes_.store(true, std::memory_order_release);
}

void LogFiles::TakeWritesAgain() {
  const std::lock_guard guard(mutex_);
  if (failed_ != Failed::kWrite) return;
  failed_.reset();
  failure_ = Status::OK();
  refuses_writes_.store(false, std::memory_order_release);
}

void LogFiles::Forget(const std::shared_ptr<Log>& log) {
  const std::lock_guard guard(mutex_);
  std::erase(logs_, log);
}

}  // namespace basalt
