#include "engine/storage/salvage_store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <string>

#include "engine/storage/log_check.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"

namespace basalt {
namespace {

// Makes CURRENT name the newest MANIFEST there is. False: there is none, or it cannot be written.
bool RenewCurrent(const std::filesystem::path& directory) {
  std::string newest;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("MANIFEST-")) newest = std::max(newest, name);  // Numbers of one width.
  }
  const auto written =
      rocksdb::WriteStringToFile(rocksdb::Env::Default(), newest + "\n", directory / "CURRENT");
  return !newest.empty() && written.ok();
}

}  // namespace

Result<SalvageStore> OpenForSalvage(const std::filesystem::path& directory,
                                    const std::filesystem::path& scratch) {
  SalvageStore salvage;
  const auto logs = ReadLogs(*rocksdb::Env::Default(), directory.string(), {});
  if (!logs) return logs.error();
  if (logs->has_writes_behind) {
    salvage.losses.push_back("the log " + logs->damage->file + " is damaged at byte " +
                             std::to_string(logs->damage->offset) +
                             ": the writes that it had there are missing");
  }
  StoreOptions options{.directory = directory, .read_only = true, .salvage = true};
  auto store = Store::Open(options);
  if (!store) {
    std::error_code failed;
    std::filesystem::copy(directory, scratch, failed);
    if (failed) {
      return Error{ErrorCode::kInternal, "cannot copy '" + directory.string() + "' to '" +
                                             scratch.string() + "': " + failed.message()};
    }
    options.directory = scratch;
    if (RenewCurrent(scratch)) store = Store::Open(options);
  }
  if (!store) {
    salvage.losses.emplace_back("its list of files is damaged: it is unknown what is missing");
    const auto cache = MakeCache(options);
    const auto repaired = rocksdb::RepairDB(
        scratch.string(), MakeDatabaseOptions(options, rocksdb::Env::Default(), cache),
        MakeFamilies(options, cache));
    if (!repaired.ok()) return ToError(repaired, "cannot repair '" + scratch.string() + "'");
    store = Store::Open(options);
  }
  if (!store) return store.error();
  salvage.store = *std::move(store);
  return salvage;
}

}  // namespace basalt
