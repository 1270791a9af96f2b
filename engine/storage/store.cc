#include "engine/storage/store.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/format_file.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/store_state.h"

namespace basalt {
namespace {

constexpr const char* kMemoryDirectory = "/basalt";

// A stop that leaves more log than this writes it into tables, so that the next start is quick.
constexpr std::uint64_t kLogBytesLeftMax = 4 * 1024 * 1024;

Status CreateDirectories(rocksdb::Env& env, const std::filesystem::path& directory) {
  std::filesystem::path made;
  for (const auto& part : directory) {
    made /= part;
    if (part.empty() || env.FileExists(made.string()).ok()) continue;
    const auto status = env.CreateDirIfMissing(made.string());
    if (!status.ok()) {
      return ToError(status, "cannot create data directory '" + directory.string() + "'");
    }
  }
  return Done{};
}

// Whether nothing is in it but what an interrupted creation or a file system leaves.
Result<bool> IsEmpty(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  if (const auto status = env.GetChildren(directory, &names); !status.ok()) {
    return ToError(status, "cannot read data directory '" + directory + "'");
  }
  return std::ranges::all_of(names, [](const std::string& name) {
    return name == "." || name == ".." || name == kFormatDraft || name == "lost+found";
  });
}

// Makes sure that `directory` is one this program may open, and creates it if it may.
Status Prepare(rocksdb::Env& env, const std::string& directory, bool read_only) {
  if (!read_only) {
    if (auto made = CreateDirectories(env, directory); !made) return made;
  } else if (!env.FileExists(directory).ok()) {
    return Error{ErrorCode::kInternal, "there is no data directory '" + directory + "'"};
  }
  const auto format = CheckFormat(env, directory);
  if (!format) return format.error();
  if (*format == FormatFile::kCurrent) return Done{};

  const auto empty = IsEmpty(env, directory);
  if (!empty) return empty.error();
  if (read_only || !*empty) {
    return Error{ErrorCode::kInternal, "cannot open data directory '" + directory +
                                           "': it has no file FORMAT, so it is not Basalt's"};
  }
  return WriteFormat(env, directory);
}

Error OpenError(const rocksdb::Status& status, const std::string& directory) {
  const std::string what = "cannot open data directory '" + directory + "'";
  const std::string text = status.ToString();
  const bool locked = text.find("lock hold by current process") != std::string::npos ||
                      text.find("/LOCK: Resource temporarily unavailable") != std::string::npos;
  if (locked) return {ErrorCode::kInternal, what + ": another process holds it"};
  return ToError(status, what);
}

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
  if (auto ready = Prepare(*env, directory, options.read_only); !ready) return ready.error();

  const rocksdb::DBOptions database_options = MakeDatabaseOptions(options, env);
  const auto families = MakeFamilies(options);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* database = nullptr;
  const auto opened =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(database_options, directory, families, &handles, &database)
          : rocksdb::DB::Open(database_options, directory, families, &handles, &database);
  if (!opened.ok()) return OpenError(opened, directory);

  const Durability durability = options.directory ? options.durability : Durability::kNone;
  state->database.reset(database);
  std::ranges::copy(handles, state->families.begin());
  state->write_options = MakeWriteOptions(durability);
  state->read_only = options.read_only;
  if (durability == Durability::kInterval && !options.read_only) state->syncer.emplace(*database);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

}  // namespace basalt
