// Files that have been damaged where they lie: no such damage is served as good, every start tells
// of it or goes well, and what is whole can be salvaged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "basalt/inspect.h"
#include "engine/database.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::fault_test {
namespace {

namespace fs = std::filesystem;

using tables_test::All;
using tables_test::Count;
using tables_test::Global;
using tables_test::MessageOf;
using tables_test::OnDemandTable;
using tables_test::PutInto;
using tables_test::TemporaryFolder;
using tables_test::Text;
using testing::HasSubstr;

constexpr int kItems = 400;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void FlipBit(const fs::path& path, std::size_t offset) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(offset));
  const char byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(byte);
}

// The files of a directory whose names begin and end so, the longest first.
std::vector<fs::path> FilesOf(const fs::path& directory, std::string_view begin,
                              std::string_view end) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(begin) && name.ends_with(end)) files.push_back(entry.path());
  }
  std::ranges::sort(files, std::greater(),
                    [](const fs::path& path) { return fs::file_size(path); });
  return files;
}

constexpr std::size_t kSmallBuffer = 64 * 1024;    // Most is in tables, in many of them.
constexpr std::size_t kLargeBuffer = 1024 * 1024;  // Most is in the log.

StoreOptions SmallBuffers(const fs::path& directory) {
  return {.directory = directory, .write_buffer_bytes = kSmallBuffer};
}

Item ItemOf(int number) {
  return {{"pk", Text("item-" + std::to_string(number))},
          {"group", Text("g" + std::to_string(number % 7))},
          {"payload", Text(std::string(500, static_cast<char>('a' + number % 26)))}};
}

// A table with an index and a stream, whose items are in tables and in the log.
void Fill(const fs::path& directory, std::size_t buffer = kSmallBuffer,
          Durability durability = Durability::kInterval) {
  StoreOptions options = SmallBuffers(directory);
  options.write_buffer_bytes = buffer;
  options.durability = durability;
  auto database = OpenDatabase(options, {});
  ASSERT_TRUE(database) << database.error().message;
  CreateTableRequest request = OnDemandTable("notes", "pk group", "pk");
  request.global_secondary_indexes = {Global("by-group", "group", All())};
  request.stream_specification = {.stream_enabled = true,
                                  .stream_view_type = StreamViewType::kNewImage};
  ASSERT_TRUE((*database)->CreateTable(request));
  for (int number = 0; number < kItems; ++number) PutInto(**database, "notes", ItemOf(number));
}

// Reads each item. What can be read must be right; returns how many could.
int ReadAll(Database& database) {
  int right = 0;
  for (int number = 0; number < kItems; ++number) {
    const Item key{{"pk", Text("item-" + std::to_string(number))}};
    const auto got = tables_test::GetFrom(database, "notes", key);
    if (!got) {
      EXPECT_EQ(got.error().code, ErrorCode::kInternal);
      continue;
    }
    EXPECT_TRUE(got->item) << "item " << number << " is gone without a word";
    if (got->item) {
      EXPECT_EQ(got->item->ToItem(), ItemOf(number));
    }
    ++right;
  }
  return right;
}

// Salvages, and returns how many items there are then, all of them right.
std::int64_t SalvageFrom(const fs::path& directory, const fs::path& fresh) {
  const auto report = Salvage(directory, fresh);
  EXPECT_TRUE(report) << report.error().message;
  if (!report) return -1;
  const auto inspected = Inspect(fresh, {.verify = true});
  EXPECT_TRUE(inspected) << inspected.error().message;
  if (inspected) {
    EXPECT_THAT(inspected->problems, testing::IsEmpty());
  }
  if (report->tables.empty()) return 0;
  const std::int64_t count = report->tables[0].item_count;
  if (count < kItems) {
    EXPECT_THAT(report->losses, testing::Not(testing::IsEmpty()));
  }

  auto database = OpenDatabase(SmallBuffers(fresh), {});
  EXPECT_TRUE(database) << database.error().message;
  if (database) PutInto(**database, "notes", ItemOf(0));
  return count;
}

class DamagedLog : public testing::TestWithParam<std::size_t> {};

TEST_P(DamagedLog, IsToldFromATornEnd) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data, GetParam());
  const fs::path log = FilesOf(data, "", ".log").at(0);
  const std::string whole = ReadFile(log);
  ASSERT_GT(whole.size(), 2000U);

  FlipBit(log, whole.size() / 3);
  for (int attempt = 0; attempt < 2; ++attempt) {  // A start changes nothing about it.
    const auto refused = OpenDatabase(SmallBuffers(data), {});
    EXPECT_THAT(MessageOf(refused), HasSubstr("is damaged: the log " + log.filename().string()));
    EXPECT_THAT(MessageOf(refused), HasSubstr("--salvage"));
  }
  EXPECT_THAT(MessageOf(Inspect(data)), HasSubstr("is damaged: the log"));
  EXPECT_GE(SalvageFrom(data, folder.path() / "salvaged"), kItems - 1);  // One record is bad.

  FlipBit(log, whole.size() / 3);
  auto repaired = OpenDatabase(SmallBuffers(data), {});
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(ReadAll(**repaired), kItems);
}

INSTANTIATE_TEST_SUITE_P(Buffers, DamagedLog, testing::Values(kSmallBuffer, kLargeBuffer));

TEST(Damage, ATornEndOfTheLogIsNone) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  const fs::path log = std::ranges::max(FilesOf(data, "", ".log"));  // The newest one.
  fs::resize_file(log, fs::file_size(log) - 5);
  for (int start = 0; start < 3; ++start) {
    auto database = OpenDatabase(SmallBuffers(data), {});
    ASSERT_TRUE(database) << database.error().message;
    PutInto(**database, "notes", ItemOf(kItems - 1));
    EXPECT_EQ(ReadAll(**database), kItems);
  }
}

// A disk may write a later page before an earlier one, which then reads as zeros after a loss of
// power. Where the earlier page was synced, that is no explanation.
TEST(Damage, AHoleInASyncedLogIs) {
  constexpr std::size_t kPage = 4096;
  const TemporaryFolder folder;
  for (const Durability written : {Durability::kCommit, Durability::kInterval}) {
    const fs::path data = folder.path() / std::to_string(static_cast<int>(written));
    Fill(data, kLargeBuffer, written);
    const fs::path log = FilesOf(data, "", ".log").at(0);
    const std::size_t last_page = fs::file_size(log) / kPage;
    int starts = 0;
    for (std::size_t page = 0; page + 1 < last_page; page += 1 + last_page / 20) {
      SCOPED_TRACE("page " + std::to_string(page) + " of " + log.filename().string());
      const fs::path copy = folder.path() / "copy";
      fs::copy(data, copy);
      std::fstream file(copy / log.filename(), std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(static_cast<std::streamoff>(page * kPage));
      file << std::string(kPage, '\0');
      file.close();
      EXPECT_FALSE(Inspect(copy));
      // What the next start's durability is does not matter.
      const auto next = ++starts % 2 == 0 ? Durability::kCommit : Durability::kInterval;
      {
        const auto database = OpenDatabase({.directory = copy, .durability = next}, {});
        EXPECT_FALSE(database);
      }
      fs::remove_all(copy);
    }
    EXPECT_GT(starts, 10);
  }
}

TEST(Damage, OfATableIsNeverServed) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  const auto tables = FilesOf(data, "", ".sst");
  ASSERT_FALSE(tables.empty());
  for (const fs::path& table : tables) {
    for (std::size_t offset = 100; offset < fs::file_size(table); offset += 20'000) {
      FlipBit(table, offset);
    }
  }
  auto database = OpenDatabase(SmallBuffers(data), {});
  if (database) {
    EXPECT_LT(ReadAll(**database), kItems);
    (*database).reset();
  } else {
    EXPECT_THAT(MessageOf(database), HasSubstr("is damaged"));
  }
  SalvageFrom(data, folder.path() / "salvaged");
}

TEST(Damage, OfOneBlockLosesLittle) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  FlipBit(FilesOf(data, "", ".sst").at(0), 3000);
  const auto inspected = Inspect(data, {.verify = true});
  ASSERT_TRUE(inspected) << inspected.error().message;
  EXPECT_THAT(inspected->problems, testing::Contains(HasSubstr("checksum")));
  EXPECT_THAT(inspected->problems, testing::Each(HasSubstr("table notes")));
  EXPECT_GT(SalvageFrom(data, folder.path() / "salvaged"), kItems - 150);
}

TEST(Damage, AMissingTableIsToldAtStart) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  fs::remove(FilesOf(data, "", ".sst").at(0));
  EXPECT_THAT(MessageOf(OpenDatabase(SmallBuffers(data), {})), HasSubstr("is damaged"));
}

TEST(Damage, AMissingCurrentMakesNoNewDatabase) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  fs::remove(data / "CURRENT");
  EXPECT_THAT(MessageOf(OpenDatabase(SmallBuffers(data), {})), HasSubstr("CURRENT is missing"));
  EXPECT_EQ(SalvageFrom(data, folder.path() / "salvaged"), kItems);
}

TEST_P(DamagedLog, IsNotNeededToBeInOnePiece) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data, GetParam());
  int flips = 0;
  for (const fs::path& log : FilesOf(data, "", ".log")) {
    const std::size_t size = fs::file_size(log);
    for (std::size_t offset = 10'000; offset < size; offset += 40'000, ++flips) {
      FlipBit(log, offset);
    }
  }
  const fs::path salvaged = folder.path() / "salvaged";
  EXPECT_GE(SalvageFrom(data, salvaged), kItems - flips);
}

// Every way to lose the list of files: all items are in tables and in logs, and come back.
TEST_P(DamagedLog, IsReadWithoutAManifest) {
  for (const std::string kind : {"removed", "empty", "cut", "garbled"}) {
    if (GetParam() == kSmallBuffer && kind != "removed") continue;  // Many tables take long.
    SCOPED_TRACE(kind);
    const TemporaryFolder folder;
    const fs::path data = folder.path() / "data";
    Fill(data, GetParam());
    const fs::path manifest = FilesOf(data, "MANIFEST", "").at(0);
    const std::size_t size = fs::file_size(manifest);
    if (kind == "removed") fs::remove(manifest);
    if (kind == "empty") fs::resize_file(manifest, 0);
    if (kind == "cut") fs::resize_file(manifest, size / 2);
    if (kind == "garbled") {
      for (std::size_t offset = 0; offset < size; offset += 7) FlipBit(manifest, offset);
    }
    EXPECT_EQ(SalvageFrom(data, folder.path() / "salvaged"), kItems);
    const auto reopened = OpenDatabase(SmallBuffers(folder.path() / "salvaged"), {});
    ASSERT_TRUE(reopened) << reopened.error().message;
    EXPECT_EQ(ReadAll(**reopened), kItems);
  }
}

// Flips a bit here and there in the small files; each start either tells or has everything, and
// then it can be salvaged.
TEST(Damage, OfASmallFileIsToldOrHarmless) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  int refused = 0;
  for (const char* kind : {"MANIFEST", "CURRENT", "FORMAT"}) {
    const fs::path file = FilesOf(data, kind, "").at(0);
    const std::size_t size = fs::file_size(file);
    for (std::size_t offset = 0; offset < size; offset += std::max<std::size_t>(1, size / 12)) {
      SCOPED_TRACE(std::string(kind) + " byte " + std::to_string(offset));
      const fs::path copy = folder.path() / "copy";
      fs::copy(data, copy);
      FlipBit(copy / file.filename(), offset);
      auto database = OpenDatabase(SmallBuffers(copy), {});
      if (database) {
        EXPECT_EQ(ReadAll(**database), kItems);
        (*database).reset();
      } else {
        ++refused;
        EXPECT_THAT(MessageOf(database), HasSubstr("data directory"));
        if (refused % 6 == 0) {
          EXPECT_EQ(SalvageFrom(copy, folder.path() / "salvaged"), kItems);
        }
        fs::remove_all(folder.path() / "salvaged");
      }
      fs::remove_all(copy);
    }
  }
  EXPECT_GT(refused, 20);
}

// What two processes leave that have the same directory open: RocksDB fails assertions over it.
TEST(Salvage, OfWhatTwoHaveWrittenInto) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  constexpr int kMore = 300;
  {
    // Each with a file system of its own, for which the directory is not this machine's.
    const auto first_env = rocksdb::NewCompositeEnv(rocksdb::FileSystem::Default());
    const auto second_env = rocksdb::NewCompositeEnv(rocksdb::FileSystem::Default());
    StoreOptions options = SmallBuffers(data);
    options.durability = Durability::kInterval;
    options.env = first_env.get();
    auto first = OpenDatabase(options, {});
    ASSERT_TRUE(first) << first.error().message;
    options.directory = data / "";
    options.env = second_env.get();
    auto second = OpenDatabase(options, {});
    // The first may remove files while the second looks for them.
    for (int attempt = 0; !second && attempt < 50; ++attempt) second = OpenDatabase(options, {});
    ASSERT_TRUE(second) << second.error().message;
    for (int number = 0; number < kMore; ++number) {
      for (Database* database : {first->get(), second->get()}) {
        PutItemRequest request;
        request.table_name = "notes";
        request.item = ItemOf(number);
        (void)database->PutItem(request);
      }
    }
  }
  const auto report = Salvage(data, folder.path() / "salvaged");
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->tables.size(), 1U);
  EXPECT_GT(report->tables[0].item_count, kItems / 2);
  const auto inspected = Inspect(folder.path() / "salvaged", {.verify = true});
  ASSERT_TRUE(inspected) << inspected.error().message;
  EXPECT_THAT(inspected->problems, testing::IsEmpty());
}

TEST(Salvage, OfASoundDirectoryLosesNothing) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  const fs::path fresh = folder.path() / "fresh";
  const auto report = Salvage(data, fresh);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->losses, testing::IsEmpty());
  EXPECT_FALSE(fs::exists(fresh.string() + ".unfinished"));
  auto database = OpenDatabase(SmallBuffers(fresh), {});
  ASSERT_TRUE(database);
  EXPECT_EQ(ReadAll(**database), kItems);
  EXPECT_THAT(MessageOf(Salvage(data, fresh)), HasSubstr("exists already"));
}

TEST(Salvage, LeavesAloneWhatIsNotItsOwn) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Fill(data);
  EXPECT_THAT(MessageOf(Salvage(data, data / "new")), HasSubstr("is within"));
  const fs::path unfinished = folder.path() / "new.unfinished";
  fs::create_directory(unfinished);
  EXPECT_THAT(MessageOf(Salvage(data, folder.path() / "new")), HasSubstr("exists already"));
  EXPECT_TRUE(fs::exists(unfinished));
  EXPECT_TRUE(Salvage(data, folder.path() / "other/"));
  EXPECT_TRUE(fs::exists(folder.path() / "other" / "FORMAT"));
}

}  // namespace
}  // namespace basalt::fault_test
