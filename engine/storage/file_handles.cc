#include "engine/storage/file_handles.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace basalt {
namespace {

using Status = FileHandles::Status;

constexpr rlim_t kOpenTablesMin = 16;
constexpr rlim_t kOpenTablesMax = 960;
constexpr rlim_t kShareOfHandles = 5;
constexpr rlim_t kShareOfInspections = 2;

rlim_t HandlesMax() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

// The errors' texts: a status keeps no number.
bool IsLackOfHandles(std::string_view text) {
  static const std::string process = std::generic_category().message(EMFILE);
  static const std::string machine = std::generic_category().message(ENFILE);
  return text.ends_with(process) || text.ends_with(machine);
}

Status Told(Status status) {
  if (!status.IsIOError() || status.IsNoSpace() || status.getState() == nullptr) return status;
  if (!IsLackOfHandles(status.getState())) return status;
  return Status::NoSpace(status.getState());
}

}  // namespace

Status FileHandles::NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      Context* context) {
  return Told(target()->NewSequentialFile(name, options, file, context));
}

Status FileHandles::NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        Context* context) {
  return Told(target()->NewRandomAccessFile(name, options, file, context));
}

Status FileHandles::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    Context* context) {
  return Told(target()->NewWritableFile(name, options, file, context));
}

Status FileHandles::ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       Context* context) {
  return Told(target()->ReopenWritableFile(name, options, file, context));
}

Status FileHandles::ReuseWritableFile(const std::string& name, const std::string& old_name,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      Context* context) {
  return Told(target()->ReuseWritableFile(name, old_name, options, file, context));
}

Status FileHandles::NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder, Context* context) {
  return Told(target()->NewDirectory(name, options, folder, context));
}

std::string TextOf(const rocksdb::Status& status) {
  if (status.IsNoSpace() && status.getState() != nullptr && IsLackOfHandles(status.getState())) {
    return std::string("IO error: ") + status.getState();
  }
  return status.ToString();
}

int OpenTablesMax() {
  return static_cast<int>(
      std::clamp(HandlesMax() / kShareOfHandles, kOpenTablesMin, kOpenTablesMax));
}

bool HandlesSufficeFor(std::size_t tables) { return tables <= HandlesMax() / kShareOfInspections; }

}  // namespace basalt
