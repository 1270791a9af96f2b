#include "tests/support/fault_file_system.h"

#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace basalt::test {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus ToIoStatus(DiskResult result, const std::string& what) {
  switch (result) {
    case DiskResult::kDone:
      return IOStatus::OK();
    case DiskResult::kFailed:
      return IOStatus::IOError(what, "the disk failed");
    case DiskResult::kNoSpace: {  // As RocksDB's own file system makes it of ENOSPC.
      IOStatus status = IOStatus::NoSpace(what, "No space left on device");
      status.SetRetryable(true);
      return status;
    }
    case DiskResult::kAbsent:
      return IOStatus::PathNotFound(what, "No such file or directory");
  }
  std::abort();  // Not a value of the enum.
}

// Without slashes that mean nothing.
std::string Clean(const std::string& path) {
  std::string clean;
  for (const char c : path) {
    if (c != '/' || clean.empty() || clean.back() != '/') clean.push_back(c);
  }
  if (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean;
}

class SequentialFile final : public rocksdb::FSSequentialFile {
 public:
  SequentialFile(FaultDisk& disk, FaultDisk::FilePointer file)
      : disk_(disk), file_(std::move(file)) {}

  IOStatus Read(std::size_t size, const IOOptions&, Slice* result, char* scratch,
                IODebugContext*) override {
    std::size_t bytes_read = 0;
    const auto done = disk_.Read(*file_, offset_, size, scratch, bytes_read);
    offset_ += bytes_read;
    *result = Slice(scratch, bytes_read);
    return ToIoStatus(done, "read");
  }
  IOStatus Skip(std::uint64_t size) override {
    offset_ += size;
    return IOStatus::OK();
  }

 private:
  FaultDisk& disk_;
  FaultDisk::FilePointer file_;
  std::size_t offset_ = 0;
};

class RandomAccessFile final : public rocksdb::FSRandomAccessFile {
 public:
  RandomAccessFile(FaultDisk& disk, FaultDisk::FilePointer file)
      : disk_(disk), file_(std::move(file)) {}

  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions&, Slice* result,
                char* scratch, IODebugContext*) const override {
    std::size_t bytes_read = 0;
    const auto done = disk_.Read(*file_, offset, size, scratch, bytes_read);
    *result = Slice(scratch, bytes_read);
    return ToIoStatus(done, "read");
  }

 private:
  FaultDisk& disk_;
  FaultDisk::FilePointer file_;
};

class WritableFile final : public rocksdb::FSWritableFile {
 public:
  WritableFile(FaultDisk& disk, FaultDisk::FilePointer file)
      : disk_(disk), file_(std::move(file)) {}

  using FSWritableFile::Append;
  IOStatus Append(const Slice& data, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.Append(*file_, data.ToStringView()), "write");
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.Truncate(*file_, size), "truncate");
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.Sync(*file_), "sync");
  }
  bool IsSyncThreadSafe() const override { return true; }
  std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
    return disk_.SizeOf(*file_);
  }

 private:
  FaultDisk& disk_;
  FaultDisk::FilePointer file_;
};

class Directory final : public rocksdb::FSDirectory {
 public:
  Directory(FaultDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.SyncDirectory(path_), "sync directory");
  }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  FaultDisk& disk_;
  std::string path_;
};

class Lock final : public rocksdb::FileLock {
 public:
  explicit Lock(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class NoLogger final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
  std::size_t GetLogFileSize() const override { return 0; }
};

}  // namespace

class FaultMachine::FileSystem final : public rocksdb::FileSystem {
 public:
  explicit FileSystem(FaultDisk& disk) : disk_(disk) {}

  const char* Name() const override { return "FaultMachine"; }

  void ReleaseLocks() {
    const std::lock_guard guard(lock_);
    locked_.clear();
  }

  IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions&,
                             std::unique_ptr<rocksdb::FSSequentialFile>* result,
                             IODebugContext*) override {
    return OpenAs<SequentialFile>(path, result);
  }
  IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               IODebugContext*) override {
    return OpenAs<RandomAccessFile>(path, result);
  }
  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions&,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext*) override {
    FaultDisk::FilePointer file;
    const auto done = disk_.Create(Clean(path), file);
    if (done == DiskResult::kDone) *result = std::make_unique<WritableFile>(disk_, file);
    return ToIoStatus(done, path);
  }
  IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext*) override {
    return OpenAs<WritableFile>(path, result);
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions&,
                        std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext*) override {
    if (!disk_.IsDirectory(Clean(path))) return ToIoStatus(DiskResult::kAbsent, path);
    *result = std::make_unique<Directory>(disk_, Clean(path));
    return IOStatus::OK();
  }
  IOStatus FileExists(const std::string& path, const IOOptions&, IODebugContext*) override {
    return disk_.Exists(Clean(path)) ? IOStatus::OK() : IOStatus::NotFound(path);
  }
  IOStatus GetChildren(const std::string& path, const IOOptions&, std::vector<std::string>* names,
                       IODebugContext*) override {
    return ToIoStatus(disk_.List(Clean(path), *names), path);
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.Remove(Clean(path)), path);
  }
  IOStatus Truncate(const std::string& path, std::size_t size, const IOOptions&,
                    IODebugContext*) override {
    FaultDisk::FilePointer file;
    auto done = disk_.Open(Clean(path), file);
    if (done == DiskResult::kDone) done = disk_.Truncate(*file, size);
    return ToIoStatus(done, path);
  }
  IOStatus CreateDir(const std::string& path, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.MakeDirectory(Clean(path)), path);
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.MakeDirectory(Clean(path)), path);
  }
  IOStatus DeleteDir(const std::string& path, const IOOptions&, IODebugContext*) override {
    return ToIoStatus(disk_.Remove(Clean(path)), path);
  }
  IOStatus GetFileSize(const std::string& path, const IOOptions&, std::uint64_t* size,
                       IODebugContext*) override {
    FaultDisk::FilePointer file;
    const auto done = disk_.Open(Clean(path), file);
    if (done == DiskResult::kDone) *size = disk_.SizeOf(*file);
    return ToIoStatus(done, path);
  }
  IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* time,
                                   IODebugContext*) override {
    *time = 0;
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&,
                      IODebugContext*) override {
    return ToIoStatus(disk_.Rename(Clean(from), Clean(to)), from);
  }
  IOStatus LockFile(const std::string& path, const IOOptions&, rocksdb::FileLock** lock,
                    IODebugContext*) override {
    const std::lock_guard guard(lock_);
    if (!locked_.insert(path).second) return IOStatus::IOError(path, "held");
    *lock = new Lock(path);
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* lock, const IOOptions&, IODebugContext*) override {
    const std::unique_ptr<Lock> held(static_cast<Lock*>(lock));
    const std::lock_guard guard(lock_);
    locked_.erase(held->path());
    return IOStatus::OK();
  }
  IOStatus GetTestDirectory(const IOOptions&, std::string* path, IODebugContext*) override {
    *path = "/";
    return IOStatus::OK();
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* result,
                     IODebugContext*) override {
    *result = std::make_shared<NoLogger>();
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& path, const IOOptions&, std::string* absolute,
                           IODebugContext*) override {
    *absolute = path;
    return IOStatus::OK();
  }
  IOStatus GetFreeSpace(const std::string&, const IOOptions&, std::uint64_t* bytes,
                        IODebugContext*) override {
    *bytes = disk_.space();
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& path, const IOOptions&, bool* is_directory,
                       IODebugContext*) override {
    *is_directory = disk_.IsDirectory(Clean(path));
    return IOStatus::OK();
  }

 private:
  template <typename As, typename Result>
  IOStatus OpenAs(const std::string& path, Result* result) {
    FaultDisk::FilePointer file;
    const auto done = disk_.Open(Clean(path), file);
    if (done == DiskResult::kDone) *result = std::make_unique<As>(disk_, file);
    return ToIoStatus(done, path);
  }

  FaultDisk& disk_;
  std::mutex lock_;
  std::set<std::string> locked_;
};

namespace {

// RocksDB sleeps a second after each failure in the background.
class ImpatientClock final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int micros) override {
    SystemClockWrapper::SleepForMicroseconds(micros / 100);
  }
};

class MachineEnv final : public rocksdb::EnvWrapper {
 public:
  explicit MachineEnv(const std::shared_ptr<rocksdb::FileSystem>& files)
      : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    file_system_ = files;
    system_clock_ = std::make_shared<ImpatientClock>(rocksdb::SystemClock::Default());
  }
};

}  // namespace

FaultMachine::FaultMachine(std::uint64_t seed)
    : disk_(seed),
      file_system_(std::make_shared<FileSystem>(disk_)),
      env_(std::make_unique<MachineEnv>(file_system_)) {}

void FaultMachine::Restart() {
  disk_.Restart();
  file_system_->ReleaseLocks();
}

}  // namespace basalt::test
