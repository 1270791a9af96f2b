#include <algorithm>
#include <iterator>
#include <utility>

#include "basalt/inspect.h"
#include "engine/inspection/salvager.h"
#include "engine/storage/data_directory.h"
#include "engine/storage/salvage_store.h"
#include "engine/storage/store.h"

namespace basalt {
namespace {

namespace fs = std::filesystem;

// A folder for what is not finished, gone with the object.
class Workshop {
 public:
  explicit Workshop(fs::path path) : path_(std::move(path)) {}
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Result<std::vector<std::string>> CopyInto(const fs::path& fresh, const Store& damaged) {
  auto store = Store::Open({.directory = fresh, .durability = Durability::kInterval});
  if (!store) return store.error();
  Salvager salvager(damaged, **store);
  if (auto copied = salvager.Run(); !copied) return copied.error();
  return salvager.losses();
}

}  // namespace

Result<SalvageReport> Salvage(const fs::path& directory, const fs::path& new_directory) {
  std::error_code failed;
  if (fs::exists(new_directory, failed)) {
    return Error{ErrorCode::kInternal, "'" + new_directory.string() + "' exists already"};
  }
  const Workshop workshop(new_directory.string() + ".unfinished");
  if (!fs::create_directories(workshop.path(), failed)) {
    return Error{ErrorCode::kInternal, "cannot create '" + workshop.path().string() + "'"};
  }
  auto damaged = OpenForSalvage(directory, workshop.path() / "copy");
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
