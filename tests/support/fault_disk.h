// A disk in memory that forgets at a crash what was not synced, and fails when it is told to.
//
// It promises no more than POSIX does: bytes are kept once their file was synced, names once their
// directory was. Of what was not, a crash keeps what a real machine might: nothing, all or the
// beginning (and where that is asked for, single pages, or garbage); names in the order of their
// changes.
// After a sync that failed, the bytes it was for are lost at a crash, whatever later syncs say.
//
// Thread-safe. Paths are plain strings, directories exist once they are made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace basalt::test {

enum class Fault : std::uint8_t {
  kWriteFails,
  kWriteIsShort,  // Some of the bytes are written, then it fails.
  kSyncFails,
  kReadFails,
  kReadFlipsBit,    // The read succeeds.
  kNoSpaceForFile,  // It cannot be created.
};
inline constexpr std::size_t kFaultCount = 6;

enum class DiskResult : std::uint8_t { kDone, kFailed, kNoSpace, kAbsent };

class FaultDisk {
 public:
  struct File;  // Lives as long as it has a name or is open.
  using FilePointer = std::shared_ptr<File>;

  explicit FaultDisk(std::uint64_t seed) : random_(seed) {}

  // The power goes before the `changes`-th next change of a file or a name (0: the next). Nobody is
  // told, but until Restart what programs go on to do comes to nothing.
  void CrashAfter(std::uint64_t changes);
  void Crash();
  bool crashed() const;

  // Files with `name` in their path may come back with holes and garbage in what was not synced, as
  // from file systems that make a file longer before its bytes are there.
  void LeaveGarbageIn(std::string name);

  // The power is back. REQUIRES: it crashed, and whoever used the disk before is gone.
  void Restart();

  // The fault happens to the `after`-th next operation of its kind (0: the next) on a file with
  // `name` in its path.
  void Plan(Fault fault, std::uint64_t after, std::string name = "");
  // From now on it happens to every `one_in`-th operation, by chance; 0: to none.
  void SetOdds(Fault fault, unsigned one_in);
  // How much more can be written; absent: any amount.
  void SetSpace(std::optional<std::uint64_t> bytes);
  std::uint64_t space() const;

  // Whether no file with `name` in its path has bytes that were not synced.
  bool IsSynced(std::string_view name) const;

  // What files do; `bytes_read` and the like are for the file system over this.
  DiskResult Create(const std::string& path, FilePointer& file);
  DiskResult Open(const std::string& path, FilePointer& file) const;
  DiskResult Append(File& file, std::string_view bytes);
  DiskResult Truncate(File& file, std::size_t size);
  DiskResult Sync(File& file);
  DiskResult Read(const File& file, std::size_t offset, std::size_t size, char* scratch,
                  std::size_t& bytes_read);
  std::size_t SizeOf(const File& file) const;

  DiskResult Remove(const std::string& path);
  DiskResult Rename(const std::string& from, const std::string& to);
  DiskResult MakeDirectory(const std::string& path);
  DiskResult SyncDirectory(const std::string& path);
  bool Exists(const std::string& path) const;
  bool IsDirectory(const std::string& path) const;
  DiskResult List(const std::string& directory, std::vector<std::string>& names) const;

 private:
  // Names and what they stand for; null stands for a directory.
  using Names = std::map<std::string, FilePointer>;
  struct NameChange {
    std::string directory;  // Whose sync makes it last.
    std::string added;      // Either may be empty.
    FilePointer file;
    std::string removed;
  };
  struct PlannedFault {
    Fault fault;
    std::uint64_t after;
    std::string name;
  };

  // All of these REQUIRE: the lock is held.
  void CountChange();  // One more: the power may go now.
  bool Happens(Fault fault, const std::string& path);
  void CrashLocked();
  void Forget(File& file);
  void Change(NameChange change);
  static void Apply(const NameChange& change, Names& names);
  std::size_t Below(std::size_t limit);  // At random; `limit` is above zero.

  mutable std::mutex lock_;
  std::mt19937_64 random_;
  Names names_;                        // As programs see them.
  Names kept_;                         // As they are after a crash, but for
  std::vector<NameChange> unsynced_;   // the changes, in order, that may be lost.
  std::optional<std::uint64_t> left_;  // Changes until the crash.
  bool crashed_ = false;
  std::optional<std::string> garbage_in_;
  std::vector<PlannedFault> planned_;
  std::array<unsigned, kFaultCount> odds_{};
  std::optional<std::uint64_t> space_;
};

}  // namespace basalt::test
