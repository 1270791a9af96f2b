#include "engine/storage/data_directory.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/storage/format_file.h"
#include "engine/storage/rocks_status.h"

namespace basalt {
namespace {

constexpr std::string_view kLock = "LOCK";  // RocksDB's.

// RocksDB's lock of a directory, held until this goes.
class DirectoryLock {
 public:
  DirectoryLock(rocksdb::Env& env, const std::string& path) : env_(env) {
    status_ = env.LockFile(path + "/" + std::string(kLock), &lock_);
  }
  ~DirectoryLock() {
    if (lock_ != nullptr) env_.UnlockFile(lock_).PermitUncheckedError();
  }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

  const rocksdb::Status& status() const { return status_; }

 private:
  rocksdb::Env& env_;
  rocksdb::FileLock* lock_ = nullptr;
  rocksdb::Status status_;
};

// Each directory that is made is on stable storage as soon as the one above is.
Status CreateDirectories(rocksdb::Env& env, const std::string& path) {
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path)) {
    const std::string above = made.empty() ? "." : made.string();
    made /= part;
    if (part.empty() || env.FileExists(made.string()).ok()) continue;
    if (auto status = env.CreateDirIfMissing(made.string()); !status.ok()) {
      return ToError(status, "cannot create data directory '" + path + "'");
    }
    if (auto synced = SyncDirectory(env, above); !synced) return synced;
  }
  return Done{};
}

// What RocksDB makes when it creates a database, and no more: no table is among it.
bool IsRemainder(std::string_view name) {
  constexpr std::array kNames = {"CURRENT", "IDENTITY", "LOG", kSyncedMark};
  constexpr std::array kPrefixes = {"MANIFEST-", "OPTIONS-", "LOG.old."};
  constexpr std::array kSuffixes = {".log", ".dbtmp"};
  return std::ranges::count(kNames, name) > 0 ||
         std::ranges::any_of(kPrefixes, [&](const char* p) { return name.starts_with(p); }) ||
         std::ranges::any_of(kSuffixes, [&](const char* s) { return name.ends_with(s); });
}

// The files that an interrupted creation left. Errors: there is something else.
Result<std::vector<std::string>> Remainders(rocksdb::Env& env, const std::string& path) {
  std::vector<std::string> names;
  if (const auto status = env.GetChildren(path, &names); !status.ok()) {
    return ToError(status, "cannot read data directory '" + path + "'");
  }
  std::erase_if(names, [](const std::string& name) {
    return name == "." || name == ".." || name == kLock || name == "lost+found";
  });
  const bool marked = std::erase(names, kFormatDraft) > 0;
  if (names.empty() || (marked && std::ranges::all_of(names, IsRemainder))) return names;
  return CannotOpen(path, "it has no file FORMAT, so it is not Basalt's");
}

// Leaves nothing in the directory but the mark.
Status Begin(rocksdb::Env& env, const std::string& path) {
  const auto remainders = Remainders(env, path);
  if (!remainders) return remainders.error();
  for (const std::string& name : *remainders) {
    if (auto status = env.DeleteFile(path + "/" + name); !status.ok()) {
      return ToError(status, "cannot write to data directory '" + path + "'");
    }
  }
  // They have to be gone before the mark is written anew: where that fails, no mark is left.
  if (!remainders->empty()) {
    if (auto synced = SyncDirectory(env, path); !synced) return synced;
  }
  return DraftFormat(env, path);
}

}  // namespace

Result<DirectoryState> PrepareDirectory(rocksdb::Env& env, const DirectoryOptions& options) {
  const std::string& path = options.path;
  if (!options.read_only) {
    if (auto made = CreateDirectories(env, path); !made) return made.error();
  } else if (!env.FileExists(path).ok()) {
    return Error{ErrorCode::kInternal, "there is no data directory '" + path + "'"};
  }
  auto format = CheckFormat(env, path);
  if (!format) return format.error();
  if (*format != FormatFile::kAbsent) return DirectoryState::kExisting;

  // Before the lock, which leaves a file: somebody else's directory is left alone.
  if (const auto remainders = Remainders(env, path); !remainders) return remainders.error();
  if (options.read_only) return CannotOpen(path, "it has no file FORMAT, so it is not Basalt's");

  const DirectoryLock lock(env, path);
  if (!lock.status().ok()) return CannotOpen(path, lock.status().ToString());
  format = CheckFormat(env, path);  // Another process may have been quicker.
  if (!format) return format.error();
  if (*format != FormatFile::kAbsent) return DirectoryState::kExisting;
  if (auto begun = Begin(env, path); !begun) return begun.error();
  return DirectoryState::kNew;
}

Status FinishDirectory(rocksdb::Env& env, const std::string& path) {
  return PublishFormat(env, path);
}

Status MoveDirectory(const std::string& from, const std::string& to) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  if (const auto status = env.RenameFile(from, to); !status.ok()) {
    return ToError(status, "cannot rename '" + from + "'");
  }
  const std::string above = std::filesystem::path(to).parent_path().string();
  return SyncDirectory(env, above.empty() ? "." : above);
}

Error CannotOpen(const std::string& path, const std::string& reason) {
  const bool locked = reason.find("lock hold by current process") != std::string::npos ||
                      reason.find("/LOCK: Resource temporarily unavailable") != std::string::npos;
  return {ErrorCode::kInternal, "cannot open data directory '" + path +
                                    "': " + (locked ? "another process holds it" : reason)};
}

}  // namespace basalt
