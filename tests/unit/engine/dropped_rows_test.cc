// What is left of tables, indexes and streams that were dropped: garbage that nobody takes for
// damage, until a job has removed it.
#include "engine/catalog/dropped_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "basalt/inspect.h"
#include "engine/jobs/row_removal.h"
#include "engine/storage/erasure.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::dropped_rows_test {

using tables_test::TemporaryFolder;
using tables_test::Text;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kMany = static_cast<int>(kRowsErasedOneByOne) + 500;
constexpr std::chrono::hours kNoJobs{1};

std::unique_ptr<Database> OpenDatabase(const TemporaryFolder& folder,
                                       std::chrono::milliseconds state_delay = {}) {
  return tables_test::OpenDatabase({.directory = folder.path(),
                                    .durability = Durability::kInterval,
                                    .state_delay = state_delay,
                                    .expiry_interval = kNoJobs});
}

// With an index, and rows for their expiry.
void CreateFull(Database& database, const std::string& name, int items) {
  auto request = tables_test::OnDemandTable(name, "a b", "a");
  request.global_secondary_indexes = {tables_test::Global("index", "b")};
  ASSERT_TRUE(database.CreateTable(request));
  ASSERT_TRUE(database.UpdateTimeToLive({name, {.enabled = true, .attribute_name = "ttl"}}));
  for (int i = 0; i < items; ++i) {
    const std::string number = std::to_string(i);
    tables_test::PutInto(
        database, name,
        {{"a", Text(number)}, {"b", Text("x")}, {"ttl", tables_test::Count(100'000'000'000 + i)}});
  }
}

std::unique_ptr<Store> OpenStore(const TemporaryFolder& folder) {
  auto store = Store::Open({.directory = folder.path(), .durability = Durability::kInterval});
  EXPECT_TRUE(store) << store.error().message;
  return *std::move(store);
}

std::size_t RowsIn(const Store& store, Family family) {
  std::size_t count = 0;
  for (Rows rows = store.Latest().ReadAll(family, {}); rows.Valid(); rows.Next()) ++count;
  return count;
}

std::set<DroppedRows> NotesIn(const Store& store) {
  const auto notes = ReadDroppedRows(store.Latest());
  EXPECT_TRUE(notes) << notes.error().message;
  return *notes;
}

void ExpectSound(const std::filesystem::path& directory) {
  const auto report = Inspect(directory, {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, ElementsAre());
}

TEST(DroppedRows, KeysAreReadBack) {
  for (const Family family : {Family::kItems, Family::kIndex, Family::kExpiry, Family::kStreams}) {
    const DroppedRows rows{family, 0x01020304};
    EXPECT_EQ(ParseDroppedRowsKey(DroppedRowsKey(rows)), rows);
  }
  EXPECT_EQ(DroppedRowsKey({Family::kIndex, 0x41424344}), "dxABCD");
  for (const char* damaged : {"", "d", "di", "diABC", "diABCDE", "dzABCD", "xiABCD"}) {
    EXPECT_EQ(ParseDroppedRowsKey(damaged), std::nullopt) << damaged;
  }
}

TEST(DroppedRows, FewAreGoneWithTheDrop) {
  const TemporaryFolder folder;
  {
    const auto database = OpenDatabase(folder);
    CreateFull(*database, "small", 20);
    ASSERT_TRUE(database->DeleteTable({"small"}));
  }
  ExpectSound(folder.path());
  const auto store = OpenStore(folder);
  EXPECT_THAT(NotesIn(*store), IsEmpty());
  for (const Family family : {Family::kItems, Family::kIndex, Family::kExpiry}) {
    EXPECT_EQ(RowsIn(*store, family), 0U);
  }
}

TEST(DroppedRows, ManyAreNotedAndRemovedAfterARestart) {
  const TemporaryFolder folder;
  {
    const auto database = OpenDatabase(folder);
    CreateFull(*database, "kept", 5);
    CreateFull(*database, "large", kMany);
    ASSERT_TRUE(database->DeleteTable({"large"}));
  }
  ExpectSound(folder.path());
  {
    const auto store = OpenStore(folder);
    EXPECT_EQ(NotesIn(*store).size(), 3U);
    EXPECT_EQ(RowsIn(*store, Family::kItems), kMany + 5U);
    // As a removal does that a crash cut short.
    const DroppedRows items = *NotesIn(*store).begin();
    const auto first = FirstKeys(*store, items.family, items.range(), 700);
    ASSERT_TRUE(first);
    WriteSet writes(*store);
    for (const std::string& key : *first) writes.Erase(items.family, key);
    ASSERT_TRUE(std::move(writes).Commit());
  }
  ExpectSound(folder.path());
  {
    const auto store = OpenStore(folder);
    RowRemoval removal(*store);
    ASSERT_TRUE(removal.Run());
    EXPECT_EQ(NotesIn(*store).size(), 3U) << "reads from before the drop may be under way";
    ASSERT_TRUE(removal.Run());
    EXPECT_THAT(NotesIn(*store), IsEmpty());
    for (const Family family : {Family::kItems, Family::kIndex, Family::kExpiry}) {
      EXPECT_EQ(RowsIn(*store, family), 5U);
    }
  }
  ExpectSound(folder.path());
}

TEST(DroppedRows, TheDatabaseRemovesThem) {
  const auto database =
      tables_test::OpenDatabase({.expiry_interval = std::chrono::milliseconds(1)});
  for (int round = 0; round < 3; ++round) {
    CreateFull(*database, "large", kMany);
    UpdateTableRequest drop = tables_test::DeleteIndex("large", "index");
    ASSERT_TRUE(database->UpdateTable(drop));
    ASSERT_TRUE(database->DeleteTable({"large"}));
  }
  CreateFull(*database, "large", 3);
  const auto scanned = database->Scan({{.table_name = "large"}});
  ASSERT_TRUE(scanned);
  EXPECT_EQ(scanned->count, 3);
}

// Its name is still taken, and its id too, while its rows are garbage already.
TEST(DroppedRows, ATableThatIsBeingDeletedIsSoundAndSalvagedEmpty) {
  const TemporaryFolder folder;
  const TemporaryFolder elsewhere;
  {
    const auto database = OpenDatabase(folder, std::chrono::hours(1));
    auto request = tables_test::OnDemandTable("large", "a", "a");
    ASSERT_TRUE(database->CreateTable(request));
  }
  {
    const auto database = OpenDatabase(folder);  // It is ACTIVE at once.
    for (int i = 0; i < kMany; ++i) {
      tables_test::PutInto(*database, "large", {{"a", Text(std::to_string(i))}});
    }
  }
  {
    const auto database = OpenDatabase(folder, std::chrono::hours(1));
    ASSERT_TRUE(database->DeleteTable({"large"}));
  }
  ExpectSound(folder.path());
  const auto salvaged = Salvage(folder.path(), elsewhere.path() / "new");
  ASSERT_TRUE(salvaged) << salvaged.error().message;
  EXPECT_THAT(salvaged->losses, ElementsAre());
  ExpectSound(elsewhere.path() / "new");
}

TEST(DroppedRows, ADirectoryWithRangeDeletionsOfOldOpens) {
  const TemporaryFolder folder;
  {
    const auto database = OpenDatabase(folder);
    CreateFull(*database, "kept", 5);
  }
  {
    const auto store = OpenStore(folder);
    WriteSet writes(*store);
    for (std::uint32_t id = 1'000; id < 1'200; ++id) writes.EraseRange(Family::kItems, RowsOf(id));
    ASSERT_TRUE(std::move(writes).Commit());
  }
  ExpectSound(folder.path());
  const auto database = OpenDatabase(folder);
  CreateFull(*database, "new", 5);
  ASSERT_TRUE(database->DeleteTable({"kept"}));
  EXPECT_EQ(database->Scan({{.table_name = "new"}})->count, 5);
}

// Leaves all rows in files of the lowest level.
void Compact(const TemporaryFolder& folder) {
  const StoreOptions options{.directory = folder.path()};
  const auto cache = MakeCache(options);
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* database = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(MakeDatabaseOptions(options, rocksdb::Env::Default(), cache),
                                folder.path().string(), MakeFamilies(options, cache), &families,
                                &database)
                  .ok());
  rocksdb::CompactRangeOptions to_the_lowest;
  to_the_lowest.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (auto* family : families) {
    EXPECT_TRUE(database->CompactRange(to_the_lowest, family, nullptr, nullptr).ok());
    EXPECT_TRUE(database->DestroyColumnFamilyHandle(family).ok());
  }
  EXPECT_TRUE(database->Close().ok());
  delete database;
}

std::uintmax_t TableBytesIn(const TemporaryFolder& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().extension() == ".sst") bytes += entry.file_size();
  }
  return bytes;
}

TEST(DroppedRows, FilesGoAtOnceUnlessASnapshotIsOlder) {
  const TemporaryFolder folder;
  const DroppedRows rows{Family::kItems, 7};
  constexpr std::size_t kRows = 3'000;
  {
    const auto store = OpenStore(folder);
    WriteSet writes(*store);
    for (std::size_t i = 0; i < kRows; ++i) {
      writes.Put(rows.family, rows.range().begin + std::to_string(i), std::string(100, 'r'));
    }
    ASSERT_TRUE(std::move(writes).Commit());
  }
  Compact(folder);
  const auto full = TableBytesIn(folder);
  const auto store = OpenStore(folder);
  auto before = std::make_unique<Snapshot>(store->TakeSnapshot());
  WriteSet note(*store);
  ASSERT_TRUE(StageDrop(*store, rows, note));
  ASSERT_TRUE(std::move(note).Commit());
  const LogSequence since = store->last_sequence();
  ASSERT_TRUE(store->DropFiles(rows.family, rows.range(), since));
  EXPECT_EQ(RowsIn(*store, rows.family), kRows) << "the snapshot may still want them";
  before.reset();
  ASSERT_TRUE(store->DropFiles(rows.family, rows.range(), since));
  EXPECT_EQ(RowsIn(*store, rows.family), 0U);
  EXPECT_LT(TableBytesIn(folder), full / 2) << "the room is free again";
  EXPECT_EQ(NotesIn(*store).size(), 1U);
}

}  // namespace basalt::dropped_rows_test
