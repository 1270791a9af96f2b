#include "tests/support/fault_disk.h"

#include <algorithm>
#include <utility>

namespace basalt::test {
namespace {

constexpr std::size_t kPageBytes = 4096;
// What may be left of bytes that were not synced; only where that is asked for, all of it.
enum Rest : std::size_t { kNothing, kAll, kBeginning, kGarbage, kPages };
constexpr std::size_t kCleanKinds = 3;
constexpr std::size_t kKinds = 5;

constexpr std::uint64_t kMuch = std::uint64_t{1} << 40;

std::string DirectoryOf(const std::string& path) {
  return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

}  // namespace

struct FaultDisk::File {
  explicit File(std::string path) : name(std::move(path)) {}

  std::string name;  // As it was created.
  std::string bytes;
  std::size_t synced = 0;  // So many of them are kept.
  bool lost = false;       // A sync has failed: what it was for is never kept.
};

std::size_t FaultDisk::Below(std::size_t limit) { return random_() % limit; }

void FaultDisk::CrashAfter(std::uint64_t changes) {
  const std::lock_guard guard(lock_);
  left_ = changes;
}

void FaultDisk::Crash() {
  const std::lock_guard guard(lock_);
  CrashLocked();
}

bool FaultDisk::crashed() const {
  const std::lock_guard guard(lock_);
  return crashed_;
}

void FaultDisk::CountChange() {
  if (left_ == 0U) CrashLocked();
  if (left_) --*left_;
}

void FaultDisk::CrashLocked() {
  if (crashed_) return;
  crashed_ = true;
  left_.reset();

  const std::size_t kept_changes = Below(2) == 0 ? 0 : Below(unsynced_.size() + 1);
  for (std::size_t change = 0; change < kept_changes; ++change) Apply(unsynced_[change], kept_);
  unsynced_.clear();
  std::erase_if(kept_, [this](const auto& entry) {
    const std::string directory = DirectoryOf(entry.first);
    return directory != "/" && !kept_.contains(directory);
  });

  // What goes on to use the old files must not change what is kept.
  for (auto& [path, file] : kept_) {
    if (!file) continue;
    file = std::make_shared<File>(*file);
    file->name = path;
    Forget(*file);
  }
}

// Of the bytes that were not synced, some kind of rest is left.
void FaultDisk::Forget(File& file) {
  const std::size_t size = file.bytes.size();
  if (size > file.synced) {
    const bool garbage = garbage_in_ && file.name.find(*garbage_in_) != std::string::npos;
    const std::size_t kinds = garbage ? kKinds : kCleanKinds;
    std::size_t kind = Below(kinds);
    if (file.lost) kind = garbage && Below(2) == 0 ? std::size_t{kPages} : std::size_t{kNothing};
    const std::size_t good = file.synced + Below(size - file.synced + 1);
    if (kind == kNothing) file.bytes.resize(file.synced);
    if (kind == kBeginning) file.bytes.resize(good);
    if (kind == kGarbage) {
      for (std::size_t at = good; at < size; ++at) file.bytes[at] = static_cast<char>(random_());
    }
    if (kind == kPages) {
      for (std::size_t at = file.synced; at < size;) {
        const std::size_t end = std::min(size, (at / kPageBytes + 1) * kPageBytes);
        if (file.lost || Below(2) == 0) std::fill(&file.bytes[at], file.bytes.data() + end, '\0');
        at = end;
      }
    }
  }
  file.synced = file.bytes.size();
  file.lost = false;
}

void FaultDisk::LeaveGarbageIn(std::string name) {
  const std::lock_guard guard(lock_);
  garbage_in_ = std::move(name);
}

void FaultDisk::Restart() {
  const std::lock_guard guard(lock_);
  names_ = kept_;
  unsynced_.clear();
  crashed_ = false;
}

void FaultDisk::Plan(Fault fault, std::uint64_t after, std::string name) {
  const std::lock_guard guard(lock_);
  planned_.push_back({fault, after, std::move(name)});
}

void FaultDisk::SetOdds(Fault fault, unsigned one_in) {
  const std::lock_guard guard(lock_);
  odds_[static_cast<std::size_t>(fault)] = one_in;
}

void FaultDisk::SetSpace(std::optional<std::uint64_t> bytes) {
  const std::lock_guard guard(lock_);
  space_ = bytes;
}

std::uint64_t FaultDisk::space() const {
  const std::lock_guard guard(lock_);
  return space_.value_or(kMuch);
}

bool FaultDisk::Happens(Fault fault, const std::string& path) {
  // RocksDB's own assertions, which Debian leaves in, fail now and then on a compaction that fails.
  const bool is_spared = fault != Fault::kReadFlipsBit && path.ends_with(".sst");
  const unsigned odds = is_spared ? 0 : odds_[static_cast<std::size_t>(fault)];
  bool happens = odds > 0 && Below(odds) == 0;
  std::erase_if(planned_, [&](PlannedFault& planned) {
    if (planned.fault != fault || path.find(planned.name) == std::string::npos) return false;
    if (planned.after-- > 0) return false;
    happens = true;
    return true;
  });
  return happens;
}

bool FaultDisk::IsSynced(std::string_view name) const {
  const std::lock_guard guard(lock_);
  return std::ranges::all_of(names_, [&](const auto& entry) {
    const auto& [path, file] = entry;
    if (!file || path.find(name) == std::string::npos) return true;
    const auto kept = kept_.find(path);
    return kept != kept_.end() && kept->second == file && file->synced == file->bytes.size();
  });
}

DiskResult FaultDisk::Create(const std::string& path, FilePointer& file) {
  const std::lock_guard guard(lock_);
  CountChange();
  if (Happens(Fault::kWriteFails, path)) return DiskResult::kFailed;
  if (space_ == 0U || Happens(Fault::kNoSpaceForFile, path)) return DiskResult::kNoSpace;
  if (!names_.contains(DirectoryOf(path))) return DiskResult::kAbsent;
  file = std::make_shared<File>(path);
  Change({.directory = DirectoryOf(path), .added = path, .file = file, .removed = {}});
  return DiskResult::kDone;
}

DiskResult FaultDisk::Open(const std::string& path, FilePointer& file) const {
  const std::lock_guard guard(lock_);
  const auto found = names_.find(path);
  if (found == names_.end() || !found->second) return DiskResult::kAbsent;
  file = found->second;
  return DiskResult::kDone;
}

DiskResult FaultDisk::Append(File& file, std::string_view bytes) {
  const std::lock_guard guard(lock_);
  CountChange();
  if (Happens(Fault::kWriteFails, file.name)) return DiskResult::kFailed;
  if (Happens(Fault::kWriteIsShort, file.name)) {
    file.bytes += bytes.substr(0, Below(bytes.size() + 1));
    return DiskResult::kFailed;
  }
  const std::string_view fitting = bytes.substr(0, space_.value_or(kMuch));
  file.bytes += fitting;
  if (space_) *space_ -= fitting.size();
  return fitting.size() == bytes.size() ? DiskResult::kDone : DiskResult::kNoSpace;
}

DiskResult FaultDisk::Truncate(File& file, std::size_t size) {
  const std::lock_guard guard(lock_);
  CountChange();
  file.bytes.resize(size);
  file.synced = std::min(file.synced, size);
  return DiskResult::kDone;
}

DiskResult FaultDisk::Sync(File& file) {
  const std::lock_guard guard(lock_);
  CountChange();
  if (Happens(Fault::kSyncFails, file.name)) {
    file.lost = true;
    return DiskResult::kFailed;
  }
  if (!file.lost) file.synced = file.bytes.size();
  return DiskResult::kDone;
}

DiskResult FaultDisk::Read(const File& file, std::size_t offset, std::size_t size, char* scratch,
                           std::size_t& bytes_read) {
  const std::lock_guard guard(lock_);
  if (Happens(Fault::kReadFails, file.name)) return DiskResult::kFailed;
  offset = std::min(offset, file.bytes.size());
  bytes_read = std::min(size, file.bytes.size() - offset);
  std::copy_n(file.bytes.data() + offset, bytes_read, scratch);
  if (bytes_read > 0 && Happens(Fault::kReadFlipsBit, file.name)) {
    scratch[Below(bytes_read)] ^= static_cast<char>(1 << Below(8));
  }
  return DiskResult::kDone;
}

std::size_t FaultDisk::SizeOf(const File& file) const {
  const std::lock_guard guard(lock_);
  return file.bytes.size();
}

void FaultDisk::Apply(const NameChange& change, Names& names) {
  if (!change.removed.empty()) names.erase(change.removed);
  if (!change.added.empty()) names[change.added] = change.file;
}

void FaultDisk::Change(NameChange change) {
  Apply(change, names_);
  unsynced_.push_back(std::move(change));
}

DiskResult FaultDisk::Remove(const std::string& path) {
  const std::lock_guard guard(lock_);
  CountChange();
  const auto found = names_.find(path);
  if (found == names_.end()) return DiskResult::kAbsent;
  if (space_ && found->second) *space_ += found->second->bytes.size();
  Change({.directory = DirectoryOf(path), .added = {}, .file = nullptr, .removed = path});
  return DiskResult::kDone;
}

DiskResult FaultDisk::Rename(const std::string& from, const std::string& to) {
  const std::lock_guard guard(lock_);
  CountChange();
  const auto found = names_.find(from);
  if (found == names_.end()) return DiskResult::kAbsent;
  Change({.directory = DirectoryOf(to), .added = to, .file = found->second, .removed = from});
  return DiskResult::kDone;
}

DiskResult FaultDisk::MakeDirectory(const std::string& path) {
  const std::lock_guard guard(lock_);
  CountChange();
  if (!names_.contains(path)) {
    Change({.directory = DirectoryOf(path), .added = path, .file = nullptr, .removed = {}});
  }
  return DiskResult::kDone;
}

DiskResult FaultDisk::SyncDirectory(const std::string& path) {
  const std::lock_guard guard(lock_);
  CountChange();
  if (Happens(Fault::kSyncFails, path)) return DiskResult::kFailed;
  std::erase_if(unsynced_, [&](const NameChange& change) {
    if (change.directory != path) return false;
    if (!crashed_) Apply(change, kept_);
    return true;
  });
  return DiskResult::kDone;
}

bool FaultDisk::Exists(const std::string& path) const {
  const std::lock_guard guard(lock_);
  return path == "/" || names_.contains(path);
}

bool FaultDisk::IsDirectory(const std::string& path) const {
  const std::lock_guard guard(lock_);
  const auto found = names_.find(path);
  return path == "/" || (found != names_.end() && !found->second);
}

DiskResult FaultDisk::List(const std::string& directory, std::vector<std::string>& names) const {
  const std::lock_guard guard(lock_);
  names.clear();
  if (directory != "/" && !names_.contains(directory)) return DiskResult::kAbsent;
  for (const auto& [path, file] : names_) {
    if (DirectoryOf(path) == directory) names.push_back(path.substr(path.rfind('/') + 1));
  }
  return DiskResult::kDone;
}

}  // namespace basalt::test
