#include "engine/storage/data_directory.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/storage/directory_access.h"
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

bool IsOfThisMachine(const rocksdb::Env& env) { return &env == rocksdb::Env::Default(); }

// Each directory that is made is on stable storage as soon as the one above is. Adds it to `made`.
Status CreateDirectories(rocksdb::Env& env, const std::string& path,
                         std::vector<std::string>& made_ones) {
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path)) {
    const std::string above = made.empty() ? "." : made.string();
    made /= part;
    if (part.empty() || env.FileExists(made.string()).ok()) continue;
    if (auto status = env.CreateDirIfMissing(made.string()); !status.ok()) {
      return ToError(status, "cannot create data directory '" + path + "'");
    }
    made_ones.push_back(made.string());
    if (IsOfThisMachine(env)) {
      if (auto is_private = MakePrivate(made.string()); !is_private) return is_private;
    }
    if (auto synced = SyncDirectory(env, above); !synced) return synced;
  }
  return Done{};
}

void RemoveEmptyDirectories(rocksdb::Env& env, const std::vector<std::string>& made) {
  for (auto path = made.rbegin(); path != made.rend(); ++path) {
    if (!env.DeleteDir(*path).ok()) return;
  }
}

// What file managers and version control leave in a directory that is empty to people.
bool IsToolsMark(std::string_view name) {
  constexpr std::array kNames = {".DS_Store", ".gitignore", ".gitkeep", ".keep", "lost+found"};
  return std::ranges::count(kNames, name) > 0 || name.starts_with("._");
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
    return name == "." || name == ".." || name == kLock || IsToolsMark(name);
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

// Stops where something cannot be removed. Where the directory stays, so does its lock: another
// process may be waiting for it.
void RemoveRemainders(rocksdb::Env& env, const PreparedDirectory& directory,
                      const std::vector<std::string>& names) {
  const std::string& path = directory.path;
  const DirectoryLock lock(env, path);
  if (!lock.status().ok() || !env.FileExists(path + "/FORMAT").IsNotFound()) return;
  const auto removed = [&](const std::string& name) {
    return env.DeleteFile(path + "/" + name).ok();
  };
  if (!std::ranges::all_of(names, removed)) return;
  // They have to be gone before the mark is, without which they would be somebody else's.
  if (!names.empty() && !SyncDirectory(env, path)) return;
  removed(kFormatDraft);
  if (!directory.made.empty()) removed(std::string(kLock));
}

Status Create(rocksdb::Env& env, const DirectoryOptions& options, PreparedDirectory& prepared) {
  if (options.path.empty()) return CannotOpen(options.path, "it has no name");
  prepared.path = options.path;
  if (!options.read_only) {
    if (auto made = CreateDirectories(env, options.path, prepared.made); !made) return made;
  } else if (!env.FileExists(options.path).ok()) {
    return Error{ErrorCode::kInternal, "there is no data directory '" + options.path + "'"};
  }
  if (!IsOfThisMachine(env)) return Done{};

  if (auto usable = CheckAccess(options.path, options.read_only); !usable) return usable;
  std::error_code failed;
  prepared.path = std::filesystem::canonical(options.path, failed).string();
  if (failed) return CannotOpen(options.path, failed.message());
  if (options.read_only) return Done{};
  auto claim = DirectoryClaim::Take(prepared.path);
  if (!claim) return claim.error();
  prepared.claim = *std::move(claim);
  return Done{};
}

// Whether the directory is whole; if not, it is one that may be begun.
Result<DirectoryState> Examine(rocksdb::Env& env, const std::string& path, bool read_only) {
  auto format = CheckFormat(env, path);
  if (!format) return format.error();
  if (*format != FormatFile::kAbsent) return DirectoryState::kExisting;

  // Before the lock, which leaves a file: somebody else's directory is left alone.
  if (const auto remainders = Remainders(env, path); !remainders) return remainders.error();
  if (read_only) return CannotOpen(path, "it has no file FORMAT, so it is not Basalt's");

  const DirectoryLock lock(env, path);
  if (!lock.status().ok()) return CannotOpen(path, lock.status().ToString());
  format = CheckFormat(env, path);  // Another process may have been quicker.
  if (!format) return format.error();
  if (*format != FormatFile::kAbsent) return DirectoryState::kExisting;
  if (auto begun = Begin(env, path); !begun) return begun.error();
  return DirectoryState::kNew;
}

}  // namespace

Result<PreparedDirectory> PrepareDirectory(rocksdb::Env& env, const DirectoryOptions& options) {
  PreparedDirectory prepared;
  if (auto created = Create(env, options, prepared); !created) {
    RemoveEmptyDirectories(env, prepared.made);
    return created.error();
  }
  const auto state = Examine(env, prepared.path, options.read_only);
  if (!state) {
    if (!options.read_only) AbandonDirectory(env, prepared);
    return state.error();
  }
  prepared.state = *state;
  return prepared;
}

void AbandonDirectory(rocksdb::Env& env, const PreparedDirectory& directory) {
  // Before the lock, which makes a file.
  if (const auto remainders = Remainders(env, directory.path)) {
    RemoveRemainders(env, directory, *remainders);
  }
  RemoveEmptyDirectories(env, directory.made);
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
