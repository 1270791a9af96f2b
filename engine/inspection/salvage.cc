#include <algorithm>
#include <iterator>
#include <utility>

#include "basalt/inspect.h"
#include "engine/inspection/salvager.h"
#include "engine/storage/data_directory.h"
#include "engine/storage/directory_access.h"
#include "engine/storage/directory_claim.h"
#include "engine/storage/salvage_store.h"
#include "engine/storage/store.h"

namespace basalt {
namespace {

namespace fs = std::filesystem;

// A folder for what is not finished, gone with the object if it is the object's.
class Workshop {
 public:
  explicit Workshop(fs::path path) : path_(std::move(path)) {}
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    if (is_ours_) fs::remove_all(path_, ignored);
  }

  Status Create() {
    std::error_code failed;
    is_ours_ = fs::create_directories(path_, failed);
    if (is_ours_) return MakePrivate(path_.string());
    return Error{ErrorCode::kInternal,
                 "cannot create '" + path_.string() +
                     "': " + (failed ? failed.message() : std::string("it exists already"))};
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  bool is_ours_ = false;
};

// Absolute, without a separator at its end.
fs::path Plain(const fs::path& path) {
  const fs::path plain = fs::absolute(path).lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

bool IsWithin(const fs::path& path, const fs::path& directory) {
  return std::ranges::mismatch(directory, path).in1 == directory.end();
}

Result<std::vector<std::string>> CopyInto(const fs::path& fresh, const Store& damaged) {
  auto store = Store::Open({.directory = fresh, .durability = Durability::kInterval});
  if (!store) return store.error();
  Salvager salvager(damaged, **store);
  if (auto copied = salvager.Run(); !copied) return copied.error();
  return salvager.losses();
}

}  // namespace

Result<SalvageReport> Salvage(const fs::path& directory, const fs::path& wanted) {
  const fs::path new_directory = Plain(wanted);
  if (IsWithin(new_directory, Plain(directory))) {
    return Error{ErrorCode::kInternal, "'" + new_directory.string() + "' is within '" +
                                           directory.string() + "', which stays as it is"};
  }
  std::error_code failed;
  if (fs::exists(new_directory, failed)) {
    return Error{ErrorCode::kInternal, "'" + new_directory.string() + "' exists already"};
  }
  const auto claim = DirectoryClaim::Take(directory.string());
  if (!claim) return claim.error();
  if (IsLockedByAnotherProcess(directory.string())) {
    return CannotOpen(directory.string(), "another process holds it");
  }
  Workshop workshop(new_directory.string() + ".unfinished");
  if (auto created = workshop.Create(); !created) return created.error();
  auto damaged = OpenForSalvage(directory, workshop.path() / "old");
  if (!damaged) return damaged.error();
  auto copy_losses = CopyInto(workshop.path() / "new", *damaged->store);
  if (!copy_losses) return copy_losses.error();
  std::vector<std::string> losses = std::move(damaged->losses);
  std::ranges::move(*copy_losses, std::back_inserter(losses));

  const auto report = Inspect(workshop.path() / "new", {.verify = true});
  if (!report) return report.error();
  if (!report->problems.empty()) {
    return Error{ErrorCode::kInternal, "what was copied is not sound: " + report->problems.front()};
  }
  if (auto moved = MoveDirectory((workshop.path() / "new").string(), new_directory.string());
      !moved) {
    return moved.error();
  }
  return SalvageReport{.tables = report->tables, .losses = std::move(losses)};
}

}  // namespace basalt
