#include "engine/storage/salvage_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <charconv>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/storage/child_process.h"
#include "engine/storage/directory_access.h"
#include "engine/storage/file_salvage.h"
#include "engine/storage/format_file.h"
#include "engine/storage/log_check.h"
#include "engine/storage/readable_rows.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"

namespace basalt {
namespace {

namespace fs = std::filesystem;

// Makes CURRENT name the newest MANIFEST there is. False: there is none, or it cannot be written.
bool RenewCurrent(const fs::path& directory) {
  constexpr std::string_view kPrefix = "MANIFEST-";
  std::string newest;
  std::uint64_t newest_number = 0;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const std::string name = entry.path().filename();
    std::uint64_t number = 0;
    if (!name.starts_with(kPrefix)) continue;
    std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number);
    if (number < newest_number) continue;
    newest = name;
    newest_number = number;
  }
  const auto written =
      rocksdb::WriteStringToFile(rocksdb::Env::Default(), newest + "\n", directory / "CURRENT");
  return !newest.empty() && written.ok();
}

// Copies what can be read. Errors: there is nowhere to copy to, or nothing to copy.
Status CopyFiles(const fs::path& from, const fs::path& to, std::vector<std::string>& losses) {
  std::error_code failed;
  fs::create_directories(to, failed);
  const fs::directory_iterator files =
      failed ? fs::directory_iterator() : fs::directory_iterator(from, failed);
  if (failed) {
    return Error{ErrorCode::kInternal, "cannot copy '" + from.string() + "' to '" + to.string() +
                                           "': " + failed.message()};
  }
  for (const auto& entry : files) {
    if (!entry.is_regular_file(failed)) continue;
    const fs::path name = entry.path().filename();
    if (name == "LOCK") continue;
    if (fs::copy_file(entry.path(), to / name, failed)) continue;
    fs::remove(to / name, failed);  // What there is of it.
    losses.push_back("the file " + name.string() + " cannot be read");
  }
  return Done{};
}

// What is bad in the logs; it may be in one that was not needed any more. True: it is known that
// writes lie behind a bad place.
bool CheckLogs(const fs::path& directory, std::vector<std::string>& losses) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  const auto logs = ReadLogs(env, directory.string(),
                             {.holes_are_normal = !IsEachWriteSynced(env, directory.string())});
  if (!logs) {
    losses.push_back(logs.error().message);
  } else if (logs->has_writes_behind) {
    losses.push_back("the log " + logs->damage->file + " is damaged at byte " +
                     std::to_string(logs->damage->offset) +
                     ": a write that it had there may be missing");
  }
  return logs && logs->has_writes_behind;
}

// As Store::Open, without a risk for the process: where RocksDB aborts over it, an error.
Result<std::unique_ptr<Store>> OpenTried(const StoreOptions& options) {
  const auto read_all = [&](const std::function<void()>& goes_on) {
    const auto store = Store::Open(options);
    if (!store) return false;
    for (std::size_t family = 0; family < kFamilyCount; ++family) {
      const auto visit = [&](std::string_view, std::string_view) { goes_on(); };
      VisitReadableRows((*store)->Latest(), static_cast<Family>(family), {}, visit);
    }
    return true;
  };
  if (SucceedsInChild(read_all)) return Store::Open(options);
  return Error{ErrorCode::kInternal, "RocksDB cannot open it"};
}

}  // namespace

Result<SalvageStore> OpenForSalvage(const fs::path& directory, const fs::path& scratch) {
  SalvageStore salvage;
  StoreOptions options{.directory = directory, .read_only = true, .salvage = true};
  fs::path files = directory;
  auto store = Result<std::unique_ptr<Store>>(Error());
  bool has_bad_log = false;
  if (CheckAccess(directory.string(), /*read_only=*/true)) {
    has_bad_log = CheckLogs(directory, salvage.losses);
    store = OpenTried(options);
  }
  if (!store) {
    files = scratch / "copy";
    if (auto copied = CopyFiles(directory, files, salvage.losses); !copied) return copied.error();
    options.directory = files;
    if (RenewCurrent(files)) store = OpenTried(options);
  }
  std::optional<std::set<std::string>> tables;
  if (store) tables = (*store)->TableFiles();
  if (!store) {
    salvage.losses.emplace_back(
        "its list of files is damaged: what was removed or changed shortly before may be as it "
        "was, "
        "and it is unknown what is missing");
  }
  if (!store || has_bad_log) {  // RocksDB passes over all of a block with a bad place.
    store = SalvageFiles(files, tables, scratch, salvage.losses);
  }
  if (!store) return store.error();
  salvage.store = *std::move(store);
  return salvage;
}

}  // namespace basalt
