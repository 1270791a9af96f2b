#include "engine/storage/store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/data_directory.h"
#include "engine/storage/deferred_syncs.h"
#include "engine/storage/format_file.h"
#include "engine/storage/log_check.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/store_state.h"

namespace basalt {
namespace {

constexpr const char* kMemoryDirectory = "/basalt";

// How often an inspection tries to open a directory that looks damaged.
constexpr int kLooksMax = 5;

// A stop that leaves more log than this writes it into tables, so that the next start is quick.
constexpr std::uint64_t kLogBytesLeftMax = 4 * 1024 * 1024;

// Best effort: what fails here costs the next start time, not data, which the log has.
void FlushLongLog(rocksdb::DB& database, std::span<rocksdb::ColumnFamilyHandle* const> families) {
  rocksdb::VectorLogPtr logs;
  if (!database.GetSortedWalFiles(logs).ok()) return;
  std::uint64_t log_bytes = 0;
  for (const auto& log : logs) log_bytes += log->SizeFileBytes();
  if (log_bytes <= kLogBytesLeftMax) return;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    if (!database.Flush({}, family).ok()) return;
  }
}

}  // namespace

Error Damaged(const std::string& path, const std::string& what) {
  return {ErrorCode::kInternal, "data directory '" + path + "' is damaged: " + what +
                                    ". To copy what is whole: basalt inspect " + path +
                                    " --salvage NEW_DIRECTORY"};
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
  State& state = *state_;
  state.log_watch->SyncEachLog(nullptr);
  state.syncer.reset();
  state.mender.reset();
  if (!state.read_only && !state.memory) FlushLongLog(*state.database, state.families);
  state.Close();
}

void Store::State::Close() {
  for (rocksdb::ColumnFamilyHandle* family : families) {
    database->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  database->Close().PermitUncheckedError();
  database.reset();
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto state = std::make_unique<State>();
  if (!options.directory) state->memory.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  rocksdb::Env* env = state->memory ? state->memory.get()
                      : options.env ? options.env
                                    : rocksdb::Env::Default();
  const std::string directory = options.directory ? options.directory->string() : kMemoryDirectory;
  // What FORMAT says may be what is damaged.
  const auto found =
      options.salvage ? Result<DirectoryState>(DirectoryState::kExisting)
                      : PrepareDirectory(*env, {.path = directory, .read_only = options.read_only});
  if (!found) return found.error();
  if (*found == DirectoryState::kExisting && env->FileExists(directory + "/CURRENT").IsNotFound()) {
    return Damaged(directory, "its file CURRENT is missing");
  }

  std::shared_ptr<DeferredSyncs> creation;
  if (*found == DirectoryState::kNew) {
    creation = std::make_shared<DeferredSyncs>(env->GetFileSystem());
    state->creation = rocksdb::NewCompositeEnv(creation);
  }
  if (auto opened = state->Open(options, directory, creation ? state->creation.get() : env);
      !opened) {
    return opened.error();
  }
  std::unique_ptr<Store> store(new Store(std::move(state)));
  if (creation) {
    if (const auto synced = creation->SyncAll(); !synced.ok()) {
      return ToError(synced, "cannot write to data directory '" + directory + "'");
    }
    if (auto finished = FinishDirectory(*env, directory); !finished) return finished.error();
  }
  return store;
}

Status Store::State::Open(const StoreOptions& options, const std::string& path, rocksdb::Env* env) {
  if (!options.read_only) {
    const auto logs = ReadLogs(*env, path, {.holes_are_normal = !IsEachWriteSynced(*env, path)});
    if (!logs) return logs.error();
    if (logs->has_writes_behind) {  // Yet such a log may be one that is no longer needed.
      StoreOptions reading = options;
      reading.read_only = true;
      State probe;
      if (auto probed = probe.OpenRocks(reading, path, env); !probed) return probed;
      probe.Close();
    }
  }
  Status opened = OpenRocks(options, path, env);
  // What a server at work removes between two looks at the directory is taken for damage.
  for (int look = 1; !opened && options.read_only && look < kLooksMax; ++look) {
    opened = OpenRocks(options, path, env);
  }
  return opened;
}

Status Store::State::OpenRocks(const StoreOptions& options, const std::string& path,
                               rocksdb::Env* env) {
  log_check = std::make_unique<LogCheck>(*env, path, !IsEachWriteSynced(*env, path));
  const auto cache = MakeCache(options);
  rocksdb::DBOptions database_options = MakeDatabaseOptions(options, env, cache);
  database_options.create_if_missing = creation != nullptr;
  database_options.listeners = {log_watch};
  database_options.wal_filter = log_check.get();
  const auto descriptors = MakeFamilies(options, cache);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const auto status =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(database_options, path, descriptors, &handles, &opened)
          : rocksdb::DB::Open(database_options, path, descriptors, &handles, &opened);
  const std::uint64_t last_sequence = opened != nullptr ? opened->GetLatestSequenceNumber() : 0;
  const Status recovered = options.salvage ? Status(Done{}) : log_check->Verdict(last_sequence);
  if (status.IsCorruption()) {
    return Damaged(path, recovered ? status.ToString() : recovered.error().message);
  }
  if (!status.ok()) return CannotOpen(path, status.ToString());

  database.reset(opened);
  std::ranges::copy(handles, families.begin());
  if (!recovered) {
    Close();
    return Damaged(path, recovered.error().message);
  }
  const Durability durability = options.directory ? options.durability : Durability::kNone;
  if (options.directory && !options.read_only) {
    if (auto set = SetEachWriteSynced(*env, path, durability == Durability::kCommit); !set) {
      Close();
      return set;
    }
    mender.emplace(*database, families, *log_watch);
  }
  write_options = MakeWriteOptions(durability);
  read_only = options.read_only;
  if (durability == Durability::kInterval && !read_only) {
    syncer.emplace(*database, *log_watch);
    log_watch->SyncEachLog(database.get());
  }
  return Done{};
}

}  // namespace basalt
