#include "engine/storage/store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/data_directory.h"
#include "engine/storage/deferred_syncs.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/store_state.h"

namespace basalt {
namespace {

constexpr const char* kMemoryDirectory = "/basalt";

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

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
  State& state = *state_;
  state.syncer.reset();
  if (!state.read_only && !state.memory) FlushLongLog(*state.database, state.families);
  for (rocksdb::ColumnFamilyHandle* family : state.families) {
    state.database->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  state.database->Close().PermitUncheckedError();
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto state = std::make_unique<State>();
  if (!options.directory) state->memory.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  rocksdb::Env* env = state->memory ? state->memory.get()
                      : options.env ? options.env
                                    : rocksdb::Env::Default();
  const std::string directory = options.directory ? options.directory->string() : kMemoryDirectory;
  const auto found = PrepareDirectory(*env, {.path = directory, .read_only = options.read_only});
  if (!found) return found.error();

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
  const auto cache = MakeCache(options);
  rocksdb::DBOptions database_options = MakeDatabaseOptions(options, env, cache);
  database_options.create_if_missing = creation != nullptr;
  const auto descriptors = MakeFamilies(cache);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const auto status =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(database_options, path, descriptors, &handles, &opened)
          : rocksdb::DB::Open(database_options, path, descriptors, &handles, &opened);
  if (!status.ok()) return CannotOpen(path, status.ToString());

  const Durability durability = options.directory ? options.durability : Durability::kNone;
  database.reset(opened);
  std::ranges::copy(handles, families.begin());
  write_options = MakeWriteOptions(durability);
  read_only = options.read_only;
  if (durability == Durability::kInterval && !read_only) syncer.emplace(*database);
  return Done{};
}

}  // namespace basalt
