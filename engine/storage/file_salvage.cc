#include "engine/storage/file_salvage.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/debug.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <functional>
#include <map>

#include "engine/storage/child_process.h"
#include "engine/storage/data_directory.h"
#include "engine/storage/deferred_syncs.h"
#include "engine/storage/log_reader.h"
#include "engine/storage/newest_rows.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

namespace fs = std::filesystem;

using Visit = std::function<Status(RowVersion)>;
using FamilyIds = std::map<std::uint32_t, Family>;  // RocksDB's numbers of them.

// RocksDB's kinds of versions in tables.
enum VersionType : int { kDeletion = 0, kValue = 1, kMerge = 2, kSingleDeletion = 7 };

std::optional<Family> FamilyOf(const std::string& name) {
  for (std::size_t position = 0; position < kFamilyCount; ++position) {
    const auto family = static_cast<Family>(position);
    if (NameOf(family) == name) return family;
  }
  return std::nullopt;
}

// A database of one table, which RocksDB repairs without fail: nothing overlaps.
class OneTable {
 public:
  // `directory` is made, and gone with the object.
  explicit OneTable(fs::path directory) : directory_(std::move(directory)) {}
  ~OneTable() {
    for (rocksdb::ColumnFamilyHandle* family : handles_) {
      database_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
    database_.reset();
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
  }
  OneTable(const OneTable&) = delete;
  OneTable& operator=(const OneTable&) = delete;

  Status Open(const fs::path& table) {
    std::error_code failed;
    fs::create_directory(directory_, failed);
    if (!failed) fs::create_hard_link(table, directory_ / table.filename(), failed);
    if (failed) fs::copy_file(table, directory_ / table.filename(), failed);
    if (failed) return Error{ErrorCode::kInternal, failed.message()};

    const StoreOptions options{.directory = directory_, .read_only = true};
    const auto cache = MakeCache(options);
    const auto rocks = MakeDatabaseOptions(options, env_.get(), cache);
    auto families = MakeFamilies(options, cache);
    auto status = rocksdb::RepairDB(directory_.string(), rocks, families);
    std::vector<std::string> present;
    if (status.ok()) {
      status = rocksdb::DB::ListColumnFamilies(rocks, directory_.string(), &present);
    }
    if (!status.ok()) return ToError(status, "cannot read");
    std::erase_if(families, [&](const auto& family) {
      return std::ranges::count(present, family.name) == 0;
    });
    rocksdb::DB* opened = nullptr;
    status = rocksdb::DB::OpenForReadOnly(rocks, directory_.string(), families, &handles_, &opened);
    database_.reset(opened);
    return ToStatus(status, "cannot read");
  }

  // Adds to `ids` which number its family has.
  Status Read(FamilyIds& ids, const Visit& visit) {
    bool found = false;
    for (rocksdb::ColumnFamilyHandle* handle : handles_) {
      const auto family = FamilyOf(handle->GetName());
      std::vector<rocksdb::KeyVersion> versions;
      const auto status =
          rocksdb::GetAllKeyVersions(database_.get(), handle, {}, {}, SIZE_MAX, &versions);
      if (!status.ok()) return ToError(status, "cannot read");
      if (versions.empty()) continue;
      found = true;
      if (!family) return Error{ErrorCode::kInternal, "it is of an unknown family"};
      ids[handle->GetID()] = *family;
      for (rocksdb::KeyVersion& version : versions) {
        auto visited = visit({.family = *family,
                              .key = std::move(version.user_key),
                              .sequence = version.sequence,
                              .is_gone = version.type != kValue,
                              .value = std::move(version.value)});
        if (!visited) return visited;
      }
    }
    return found ? Status(Done{})
                 : Error{ErrorCode::kInternal, "it holds no rows that can be read"};
  }

 private:
  const fs::path directory_;
  // Nothing of it has to outlive a crash.
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<DeferredSyncs>(rocksdb::FileSystem::Default()));
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::unique_ptr<rocksdb::DB> database_;
};

Status ReadTable(const fs::path& table, const fs::path& scratch, FamilyIds& ids,
                 const Visit& visit) {
  OneTable database(scratch);
  if (auto opened = database.Open(table); !opened) return opened;
  return database.Read(ids, visit);
}

// The writes of one record of a log, numbered from the record's own number on.
class RecordVisitor final : public rocksdb::WriteBatch::Handler {
 public:
  RecordVisitor(std::uint64_t sequence, const FamilyIds& ids, const Visit& visit)
      : sequence_(sequence), ids_(ids), visit_(visit) {}

  rocksdb::Status PutCF(std::uint32_t id, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    return Take(id, key, value, /*is_gone=*/false);
  }
  rocksdb::Status DeleteCF(std::uint32_t id, const rocksdb::Slice& key) override {
    return Take(id, key, {}, /*is_gone=*/true);
  }
  rocksdb::Status SingleDeleteCF(std::uint32_t id, const rocksdb::Slice& key) override {
    return DeleteCF(id, key);
  }
  // Of counters: they are counted afresh.
  rocksdb::Status MergeCF(std::uint32_t id, const rocksdb::Slice& key,
                          const rocksdb::Slice&) override {
    return DeleteCF(id, key);
  }
  // Of what was dropped, whose owner is gone by a deletion of its own.
  rocksdb::Status DeleteRangeCF(std::uint32_t, const rocksdb::Slice&,
                                const rocksdb::Slice&) override {
    ++sequence_;
    return rocksdb::Status::OK();
  }
  void LogData(const rocksdb::Slice&) override {}

  Status visited() const { return visited_; }

 private:
  rocksdb::Status Take(std::uint32_t id, const rocksdb::Slice& key, const rocksdb::Slice& value,
                       bool is_gone) {
    const std::uint64_t sequence = sequence_++;
    const auto family = ids_.find(id);
    if (family == ids_.end()) return rocksdb::Status::OK();
    visited_ = visit_({.family = family->second,
                       .key = key.ToString(),
                       .sequence = sequence,
                       .is_gone = is_gone,
                       .value = value.ToString()});
    return visited_ ? rocksdb::Status::OK() : rocksdb::Status::Aborted();
  }

  std::uint64_t sequence_;
  const FamilyIds& ids_;
  const Visit& visit_;
  Status visited_ = Done{};
};

// Errors: of `visit`. Bytes of an item may look like a record, behind a bad place: one whose number
// cannot be due is passed over.
Status ReadLog(std::string_view log, const FamilyIds& ids, const Visit& visit) {
  LogReader reader(log, LogReader::Search::kEachBlock);
  std::uint64_t due = 0;
  while (const auto record = reader.Next()) {
    const bool fits = record->sequence >= due && record->sequence - due <= log.size();
    if (reader.bad() && due > 0 && !fits) continue;
    RecordVisitor visitor(record->sequence, ids, visit);
    const auto iterated = rocksdb::WriteBatch(reader.record()).Iterate(&visitor);
    if (auto visited = visitor.visited(); !visited) return visited;
    if (iterated.ok()) due = record->sequence + record->count;
  }
  return Done{};
}

// Numbers are given in the order in which families were made: by that of the enum, where no table
// says otherwise.
void AddUsualIds(FamilyIds& ids) {
  std::set<Family> known;
  for (const auto& [id, family] : ids) known.insert(family);
  for (std::size_t position = 0; position < kFamilyCount; ++position) {
    const auto family = static_cast<Family>(position);
    if (!known.contains(family)) ids.emplace(static_cast<std::uint32_t>(position), family);
  }
}

Status ReadTables(const std::vector<fs::path>& tables, const fs::path& scratch, FamilyIds& ids,
                  const Visit& visit, std::vector<std::string>& losses) {
  for (const fs::path& table : tables) {
    FamilyIds ignored;
    const auto survives = [&](const std::function<void()>& goes_on) {
      return static_cast<bool>(ReadTable(table, scratch, ignored, [&](const RowVersion&) -> Status {
        goes_on();
        return Done{};
      }));
    };
    if (!SucceedsInChild(survives)) {
      std::error_code failed;
      fs::remove_all(scratch, failed);  // Where the child could not.
      losses.push_back("the table " + table.filename().string() + " cannot be read");
      continue;
    }
    if (auto read = ReadTable(table, scratch, ids, visit); !read) return read;
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<Store>> SalvageFiles(const fs::path& directory,
                                            const std::optional<std::set<std::string>>& tables,
                                            const fs::path& scratch,
                                            std::vector<std::string>& losses) {
  auto newest = NewestRows::Create(scratch);
  if (!newest) return newest.error();
  const Visit add = [&](RowVersion version) { return (*newest)->Add(std::move(version)); };

  std::vector<fs::path> table_paths;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const fs::path& path = entry.path();
    const bool counts = !tables || tables->contains(path.filename().string());
    if (path.extension() == ".sst" && counts) table_paths.push_back(path);
  }
  if (failed) return CannotOpen(directory.string(), failed.message());

  FamilyIds ids;
  if (auto read = ReadTables(table_paths, scratch / "table", ids, add, losses); !read) {
    return read.error();
  }
  AddUsualIds(ids);
  rocksdb::Env& env = *rocksdb::Env::Default();
  const auto logs = LogNames(env, directory.string());
  if (!logs) return logs.error();
  for (const auto& [number, name] : *logs) {
    std::string log;
    if (!fs::is_regular_file(directory / name, failed)) continue;
    if (!rocksdb::ReadFileToString(&env, (directory / name).string(), &log).ok()) {
      losses.push_back("the log " + name + " cannot be read");
      continue;
    }
    if (auto read = ReadLog(log, ids, add); !read) return read.error();
  }
  return std::move(**newest).Finish();
}

}  // namespace basalt
