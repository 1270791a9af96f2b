#include "engine/storage/store.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/data_directory.h"
#include "engine/storage/deferred_syncs.h"
#include "engine/storage/file_handles.h"
#include "engine/storage/format_file.h"
#include "engine/storage/info_logs.h"
#include "engine/storage/log_check.h"
#include "engine/storage/memory_env.h"
#include "engine/storage/migration.h"
#include "engine/storage/no_listener.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/storage_events.h"
#include "engine/storage/store_state.h"
#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

constexpr const char* kMemoryDirectory = "/basalt";

// Whether writes go to a log that outlives the process.
bool HasLog(const StoreOptions& options) { return options.directory && !options.read_only; }

// Whatever the disk costs, the log is synced at times: a sync also lets go of what was deleted
// since the one before.
constexpr std::chrono::milliseconds kSyncedOften{100};
constexpr std::chrono::milliseconds kSyncedNowAndThen{10'000};

// How often an inspection tries to open a directory that looks damaged, or changes meanwhile.
constexpr int kLooksMax = 20;

// Best effort: what fails here costs the next start time, not data, which the log has.
void FlushLongLog(rocksdb::DB& database, std::span<rocksdb::ColumnFamilyHandle* const> families,
                  std::uint64_t log_bytes_left_max) {
  rocksdb::VectorLogPtr logs;
  if (!database.GetSortedWalFiles(logs).ok()) return;
  std::uint64_t log_bytes = 0;
  for (const auto& log : logs) log_bytes += log->SizeFileBytes();
  if (log_bytes <= log_bytes_left_max) return;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    if (!database.Flush({}, family).ok()) return;
  }
}

// All of them; for reading alone those that are there: in a directory of an older format one may be
// missing. Where RocksDB cannot tell which are there, the opening is going to say why.
std::vector<rocksdb::ColumnFamilyDescriptor> FamiliesToOpen(
    const StoreOptions& options, const rocksdb::DBOptions& database_options,
    const std::string& path, const std::shared_ptr<rocksdb::Cache>& cache) {
  auto families = MakeFamilies(options, cache);
  std::vector<std::string> present;
  if (options.read_only && rocksdb::DB::ListColumnFamilies(database_options, path, &present).ok()) {
    std::erase_if(families, [&](const rocksdb::ColumnFamilyDescriptor& family) {
      return std::ranges::count(present, family.name) == 0;
    });
  }
  return families;
}

// Which MANIFEST there is, and how long it is: each change of the tables makes it longer.
std::string ManifestOf(rocksdb::Env& env, const std::string& path) {
  std::string name;
  std::uint64_t bytes = 0;
  if (rocksdb::ReadFileToString(&env, path + "/CURRENT", &name).ok()) {
    env.GetFileSize(path + "/" + name.substr(0, name.find('\n')), &bytes).PermitUncheckedError();
  }
  return name + std::to_string(bytes);
}

// Of a directory that cannot be read, none: the opening is going to say why.
std::size_t CountTables(rocksdb::Env& env, const std::string& path) {
  std::vector<std::string> names;
  if (!env.GetChildren(path, &names).ok()) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(names, [](const std::string& name) { return name.ends_with(".sst"); }));
}

}  // namespace

Error Damaged(const std::string& path, const std::string& what) {
  return {ErrorCode::kInternal, "data directory '" + path + "' is damaged: " + what +
                                    ". To copy what is whole: basalt inspect " + path +
                                    " --salvage NEW_DIRECTORY"};
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Durability Store::durability() const { return state_->durability; }

bool Store::writes_stall() const { return state_->events->writes_stall(); }

Status Store::Sync() { return state_->log_sync ? state_->log_sync->SyncNow() : Done{}; }

Store::~Store() {
  State& state = *state_;
  state.StopWork();
  if (state.log_files) {
    FlushLongLog(*state.database, state.families, state.log_bytes_left_max);
  }
  state.Close();
}

bool Store::answers_when_synced() const { return state_->answers_when_synced; }

LogSequence Store::answerable() const {
  return state_->answers_when_synced ? state_->log_sync->synced() : UINT64_MAX;
}

bool Store::holds_all_tables() const { return state_->holds_all_tables; }

LogSequence Store::last_sequence() const { return state_->database->GetLatestSequenceNumber(); }

Status Store::AwaitSync(LogSequence sequence) const {
  if (!answers_when_synced()) return LogHolds();
  if (sequence <= answerable()) return Done{};
  return state_->log_sync->Await(sequence);
}

void Store::WhenSynced(LogSequence sequence, std::function<void(const Status&)> done) const {
  if (!answers_when_synced()) return done(LogHolds());
  if (sequence <= answerable()) return done(Done{});
  state_->log_sync->WhenSynced(sequence, std::move(done));
}

// Whether what was written is in a log that a start can read.
Status Store::LogHolds() const {
  if (state_->log_watch->failed()) return state_->log_watch->Failure();
  return Done{};
}

std::set<std::string> Store::TableFiles() const {
  std::vector<rocksdb::LiveFileMetaData> files;
  state_->database->GetLiveFilesMetaData(&files);
  std::set<std::string> names;
  for (const auto& file : files) names.insert(file.relative_filename);
  return names;
}

Status Store::CheckWritable() const {
  std::string refusal = state_->log_watch->refusal();
  if (refusal.empty()) return Done{};
  return Error{ErrorCode::kInternal, std::move(refusal)};
}

// What uses the open database on threads of its own, or from RocksDB's.
void Store::State::StopWork() {
  mender.reset();
  log_watch->SyncEachLog({});
  syncer.reset();
  log_sync.reset();
}

void Store::State::Close() {
  for (rocksdb::ColumnFamilyHandle* family : families) {
    if (family == nullptr) continue;
    database->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  database->Close().PermitUncheckedError();
  database.reset();
}

Result<std::unique_ptr<Store>> Store::Open(const StoreOptions& options) {
  auto state = std::make_unique<State>();
  if (!options.directory) state->memory = NewMemoryEnv();
  rocksdb::Env* env = state->memory ? state->memory.get()
                      : options.env ? options.env
                                    : rocksdb::Env::Default();
  const std::string wanted = options.directory ? options.directory->string() : kMemoryDirectory;
  // What FORMAT says may be what is damaged.
  auto found = options.salvage
                   ? Result<PreparedDirectory>(PreparedDirectory{.path = wanted})
                   : PrepareDirectory(*env, {.path = wanted, .read_only = options.read_only});
  if (!found) return found.error();
  if (found->state == DirectoryState::kNew) return Create(std::move(state), options, *found, env);

  const std::string& directory = found->path;
  if (env->FileExists(directory + "/CURRENT").IsNotFound()) {
    return Damaged(directory, "its file CURRENT is missing");
  }
  state->claim = std::move(found->claim);
  if (auto opened = state->OpenOver(env, env->GetFileSystem(), options, directory); !opened) {
    return opened.error();
  }
  std::unique_ptr<Store> store(new Store(std::move(state)));
  if (options.directory && !options.read_only) {
    if (auto migrated = MigrateDirectory(*store, *env, directory); !migrated) {
      return migrated.error();
    }
  }
  return store;
}

Result<std::unique_ptr<Store>> Store::Create(std::unique_ptr<State> state,
                                             const StoreOptions& options,
                                             PreparedDirectory& prepared, rocksdb::Env* env) {
  const std::string& directory = prepared.path;
  const auto creation = std::make_shared<DeferredSyncs>(env->GetFileSystem());
  state->is_new = true;
  Status done = state->OpenOver(env, creation, options, directory);
  if (!done) {
    state.reset();
    AbandonDirectory(*env, prepared);
    return done.error();
  }
  std::unique_ptr<Store> store(new Store(std::move(state)));
  done = ToStatus(creation->SyncAll(), "cannot write to data directory '" + directory + "'");
  if (done) done = FinishDirectory(*env, directory);
  if (!done) {
    store.reset();
    AbandonDirectory(*env, prepared);
    return done.error();
  }
  store->state_->claim = std::move(prepared.claim);
  return store;
}

Status Store::State::OpenOver(rocksdb::Env* env, std::shared_ptr<rocksdb::FileSystem> files,
                              const StoreOptions& options, const std::string& path) {
  if (options.directory) files = std::make_shared<InfoLogs>(files);
  if (options.directory && !options.read_only) {
    files = std::make_shared<FileHandles>(files);
    files = log_files = std::make_shared<LogFiles>(files);
    if (const auto synced = log_files->SyncAllIn(path); !synced.ok()) {
      return CannotOpen(path, TextOf(synced));
    }
  }
  if (files != env->GetFileSystem()) {
    disk = rocksdb::NewCompositeEnv(files);
    env = disk.get();
  }
  return Open(options, path, env);
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
  return options.read_only ? OpenOneMoment(options, path, env) : OpenRocks(options, path, env);
}

// What a server at work removes between two looks at the directory is taken for damage; or it is
// missed: a log whose writes went to tables after the MANIFEST was read. So this looks again where
// the MANIFEST changed.
Status Store::State::OpenOneMoment(const StoreOptions& options, const std::string& path,
                                   rocksdb::Env* env) {
  Status opened = CannotOpen(path, "it changes faster than it can be read");
  for (int look = 0; look < kLooksMax; ++look) {
    const std::string before = ManifestOf(*env, path);
    Status now = OpenRocks(options, path, env);
    if (now && ManifestOf(*env, path) == before) return now;
    if (now) {
      Close();
    } else {
      opened = std::move(now);
    }
  }
  return opened;
}

Status Store::State::OpenRocks(const StoreOptions& options, const std::string& path,
                               rocksdb::Env* env) {
  log_check = std::make_unique<LogCheck>(*env, path, !IsEachWriteSynced(*env, path));
  const auto cache = MakeCache(options);
  rocksdb::DBOptions database_options = MakeDatabaseOptions(options, env, cache);
  database_options.create_if_missing = is_new;
  // An inspection that has every table open sees one state, also where a server goes on compacting.
  holds_all_tables = options.read_only && HandlesSufficeFor(CountTables(*env, path));
  if (holds_all_tables) database_options.max_open_files = -1;
  EngineListener& listener = options.listener != nullptr ? *options.listener : NoListener();
  events = std::make_shared<StorageEvents>(listener, *log_watch);
  database_options.listeners = {events, log_watch};
  database_options.wal_filter = log_check.get();
  const auto descriptors = FamiliesToOpen(options, database_options, path, cache);
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
  if (!status.ok()) return CannotOpen(path, TextOf(status));

  database.reset(opened);
  for (std::size_t position = 0, opened_ones = 0; position < kFamilyCount; ++position) {
    if (descriptors[opened_ones].name != NameOf(static_cast<Family>(position))) continue;
    families[position] = handles[opened_ones++];
    if (opened_ones == handles.size()) break;
  }
  if (!recovered) {
    Close();
    return Damaged(path, recovered.error().message);
  }
  durability = options.directory ? options.durability : Durability::kNone;
  log_bytes_left_max = options.log_bytes_left_max;
  read_only = options.read_only;
  write_options.disableWAL = !HasLog(options);
  if (log_files) mender.emplace(*database, families, *log_files, *log_watch, listener);
  if (!HasLog(options)) return Done{};
  SyncLog();
  if (!log_check->contents().damage) return Done{};
  const auto marked = MarkRecovery();
  if (marked.ok()) return Done{};
  StopWork();
  Close();
  return CannotOpen(path, TextOf(marked));
}

// So that later starts do not take for damage what was lost before this one.
rocksdb::Status Store::State::MarkRecovery() {
  rocksdb::WriteBatch mark;
  auto status = mark.PutLogData(EncodeRecoveryMark(log_check->contents().last_before_damage));
  if (status.ok()) status = database->Write(rocksdb::WriteOptions(), &mark);
  if (status.ok()) status = log_files->Sync();
  return status;
}

void Store::State::SyncLog() {
  log_sync.emplace(*database, *log_files, *log_watch);
  answers_when_synced = durability == Durability::kCommit;
  if (!answers_when_synced) {
    syncer.emplace(*log_sync, durability == Durability::kNone ? kSyncedNowAndThen : kSyncedOften);
  }
  // Not by RocksDB's own sync, which aborts the process where the log has just failed.
  log_watch->SyncEachLog([this] { log_sync->SyncSealedLog(); });
}

}  // namespace basalt
