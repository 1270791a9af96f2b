#include "engine/storage/newest_rows.h"

#include "engine/storage/write_set.h"

namespace basalt {
namespace {

constexpr std::size_t kPendingBytesMax = 4 * 1024 * 1024;

Result<std::unique_ptr<Store>> MakeStore(const std::filesystem::path& directory) {
  return Store::Open({.directory = directory, .durability = Durability::kNone});
}

}  // namespace

Result<std::unique_ptr<NewestRows>> NewestRows::Create(const std::filesystem::path& directory) {
  std::unique_ptr<NewestRows> newest(new NewestRows(directory));
  auto rows = MakeStore(directory / "rows");
  if (!rows) return rows.error();
  auto numbers = MakeStore(directory / "numbers");
  if (!numbers) return numbers.error();
  newest->rows_ = *std::move(rows);
  newest->numbers_ = *std::move(numbers);
  return newest;
}

Status NewestRows::Add(RowVersion version) {
  pending_bytes_ += version.key.size() + version.value.size();
  auto& pending = pending_[{version.family, version.key}];
  if (pending.key.empty() || pending.sequence <= version.sequence) pending = std::move(version);
  return pending_bytes_ < kPendingBytesMax ? Done{} : Commit();
}

Status NewestRows::Commit() {
  WriteSet rows(*rows_);
  WriteSet numbers(*numbers_);
  const Snapshot known = numbers_->Latest();
  for (const auto& [place, version] : pending_) {
    const auto number = known.Get(version.family, version.key);
    if (!number) return number.error();
    if (*number && std::stoull(std::string((*number)->bytes())) > version.sequence) continue;
    numbers.Put(version.family, version.key, std::to_string(version.sequence));
    if (version.is_gone) {
      rows.Erase(version.family, version.key);
    } else {
      rows.Put(version.family, version.key, version.value);
    }
  }
  pending_.clear();
  pending_bytes_ = 0;
  if (auto written = std::move(rows).Commit(); !written) return written.error();
  if (auto written = std::move(numbers).Commit(); !written) return written.error();
  return Done{};
}

Result<std::unique_ptr<Store>> NewestRows::Finish() && {
  if (auto written = Commit(); !written) return written.error();
  numbers_.reset();
  rows_.reset();
  return Store::Open({.directory = directory_ / "rows", .read_only = true});
}

}  // namespace basalt
