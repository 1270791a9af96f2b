// Takes the power away from a store that is being made, at every step, and makes it again.
#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>

#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "temporary_folder.h"

namespace basalt::storage_creation_test {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::string ContentOf(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// Which names a disk still knows after a power cut, of those whose folder was not synced since: a
// file system is free to keep either. What was written into a file and not synced is lost with
// both.
enum class Names { kSyncedOnly, kAll };

// A folder on a disk whose power goes off after a number of operations: all later ones fail. Then
// CutPower leaves in the folder what was on stable storage.
class Disk final : public rocksdb::FileSystemWrapper {
 public:
  explicit Disk(std::string folder)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), folder_(std::move(folder)) {}
  const char* Name() const override { return "Disk"; }

  void FailAfter(int operations) { left_ = operations; }
  void CutPower(Names kept);

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* context) override;
  IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* file,
                              IODebugContext* context) override;
  IOStatus NewDirectory(const std::string& name, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* folder,
                        IODebugContext* context) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* context) override;
  IOStatus DeleteFile(const std::string& name, const IOOptions& options,
                      IODebugContext* context) override;

 private:
  class File;
  class Folder;
  using Content = std::shared_ptr<std::string>;  // What is on stable storage of a file.

  IOStatus Step();

  const std::string folder_;
  std::recursive_mutex mutex_;  // Guards all below.
  int left_ = -1;               // Below zero: nothing ever fails.
  std::map<std::string, Content> names_;
  std::map<std::string, Content> synced_names_;
};

class Disk::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string name, Disk& disk)
      : FSWritableFileOwnerWrapper(std::move(file)), content_(disk.names_[name]), disk_(disk) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* context) override {
    if (auto status = disk_.Step(); !status.ok()) return status;
    return target()->Append(data, options, context);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    if (auto status = disk_.Step(); !status.ok()) return status;
    const std::lock_guard lock(disk_.mutex_);
    for (const auto& [name, content] : disk_.names_) {
      if (content == content_) *content_ = ContentOf(name);
    }
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }

 private:
  const Content content_;
  Disk& disk_;
};

class Disk::Folder final : public rocksdb::FSDirectoryWrapper {
 public:
  Folder(std::unique_ptr<rocksdb::FSDirectory> folder, Disk& disk)
      : FSDirectoryWrapper(std::move(folder)), disk_(disk) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    if (auto status = disk_.Step(); !status.ok()) return status;
    const std::lock_guard lock(disk_.mutex_);
    disk_.synced_names_ = disk_.names_;
    return IOStatus::OK();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* context,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, context);
  }

 private:
  Disk& disk_;
};

IOStatus Disk::Step() {
  const std::lock_guard lock(mutex_);
  if (left_ == 0) return IOStatus::IOError("the power is off");
  if (left_ > 0) --left_;
  return IOStatus::OK();
}

void Disk::CutPower(Names kept) {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::filesystem::remove(entry.path());
  }
  for (const auto& [name, content] : kept == Names::kAll ? names_ : synced_names_) {
    std::ofstream(name, std::ios::binary) << *content;
  }
}

IOStatus Disk::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSWritableFile>* file,
                               IODebugContext* context) {
  if (auto status = Step(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> made;
  auto status = target()->NewWritableFile(name, options, &made, context);
  if (!status.ok()) return status;
  const std::lock_guard lock(mutex_);
  names_[name] = std::make_shared<std::string>();
  *file = std::make_unique<File>(std::move(made), name, *this);
  return status;
}

IOStatus Disk::ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                  std::unique_ptr<rocksdb::FSWritableFile>* file,
                                  IODebugContext* context) {
  if (auto status = Step(); !status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> opened;
  auto status = target()->ReopenWritableFile(name, options, &opened, context);
  if (!status.ok()) return status;
  const std::lock_guard lock(mutex_);
  *file = std::make_unique<File>(std::move(opened), name, *this);
  return status;
}

IOStatus Disk::NewDirectory(const std::string& name, const IOOptions& options,
                            std::unique_ptr<rocksdb::FSDirectory>* folder,
                            IODebugContext* context) {
  std::unique_ptr<rocksdb::FSDirectory> opened;
  auto status = target()->NewDirectory(name, options, &opened, context);
  if (status.ok()) *folder = std::make_unique<Folder>(std::move(opened), *this);
  return status;
}

IOStatus Disk::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                          IODebugContext* context) {
  if (auto status = Step(); !status.ok()) return status;
  auto status = target()->RenameFile(from, to, options, context);
  const std::lock_guard lock(mutex_);
  if (status.ok()) names_[to] = std::move(names_.extract(from).mapped());
  return status;
}

IOStatus Disk::DeleteFile(const std::string& name, const IOOptions& options,
                          IODebugContext* context) {
  if (auto status = Step(); !status.ok()) return status;
  auto status = target()->DeleteFile(name, options, context);
  const std::lock_guard lock(mutex_);
  if (status.ok()) names_.erase(name);
  return status;
}

Status Put(Store& store) {
  WriteSet writes(store);
  writes.Put(Family::kItems, "key", "item");
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  return Done{};
}

bool HasItem(const Store& store) {
  const auto value = store.Latest().Get(Family::kItems, "key");
  EXPECT_TRUE(value);
  return value && *value;
}

class PowerCut : public testing::TestWithParam<Names> {};

TEST_P(PowerCut, LeavesNothingOrAUsableStore) {
  constexpr int kStepsMax = 200;
  for (int broken = 0; broken < kStepsMax; ++broken) {
    SCOPED_TRACE("the power goes at step " + std::to_string(broken));
    const engine_test::TemporaryFolder folder;
    const auto disk = std::make_shared<Disk>(folder.path().string());
    const auto env = rocksdb::NewCompositeEnv(disk);
    disk->FailAfter(broken);
    bool written = false;
    {
      const auto store = Store::Open({.directory = folder.path(), .env = env.get()});
      written = store && Put(**store);
    }
    disk->CutPower(GetParam());

    const auto again = Store::Open({.directory = folder.path()});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(!written || HasItem(**again));
    ASSERT_TRUE(Put(**again));
    if (written) return;
  }
  FAIL() << "making a store takes more steps than this test allows";
}

INSTANTIATE_TEST_SUITE_P(StorageCreation, PowerCut,
                         testing::Values(Names::kSyncedOnly, Names::kAll), [](const auto& kept) {
                           return kept.param == Names::kAll ? "KeepsAllNames" : "KeepsSyncedNames";
                         });

}  // namespace basalt::storage_creation_test
