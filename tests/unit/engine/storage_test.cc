#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

#include "engine/storage/counter_deltas.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "tables_world.h"

namespace basalt::storage_test {

using tables_test::TemporaryFolder;
using testing::HasSubstr;

std::unique_ptr<Store> OpenStore(const StoreOptions& options = {}) {
  auto store = Store::Open(options);
  if (store) return *std::move(store);
  ADD_FAILURE() << store.error().message;
  return nullptr;
}

std::optional<std::string> ReadRow(const Store& store, Family family, std::string_view key) {
  const auto value = store.Latest().Get(family, key);
  if (!value) ADD_FAILURE() << value.error().message;
  if (!value || !*value) return std::nullopt;
  return std::string((*value)->bytes());
}

void WriteRow(Store& store, Family family, std::string_view key, std::string_view value) {
  WriteSet writes(store);
  writes.Put(family, key, value);
  const auto done = std::move(writes).Commit();
  EXPECT_TRUE(done) << done.error().message;
}

std::vector<std::string> KeysIn(const Store& store, RowRange range, Direction direction) {
  std::vector<std::string> keys;
  Rows rows = store.Latest().Read(Family::kItems, std::move(range), direction);
  for (; rows.Valid(); rows.Next()) keys.emplace_back(rows.key());
  EXPECT_TRUE(rows.status());
  return keys;
}

TEST(Storage, FamiliesAreApart) {
  const auto store = OpenStore();
  WriteRow(*store, Family::kItems, "key", "item");
  WriteRow(*store, Family::kIndex, "key", "row");

  EXPECT_EQ(ReadRow(*store, Family::kItems, "key"), "item");
  EXPECT_EQ(ReadRow(*store, Family::kIndex, "key"), "row");
  EXPECT_EQ(ReadRow(*store, Family::kTokens, "key"), std::nullopt);
}

TEST(Storage, ASetIsApplied) {
  const auto store = OpenStore();
  for (const char* key : {"a", "b", "c", "d"}) WriteRow(*store, Family::kItems, key, key);

  WriteSet writes(*store);
  EXPECT_TRUE(writes.empty());
  writes.Put(Family::kItems, "e", "e");
  writes.Erase(Family::kItems, "a");
  writes.EraseRange(Family::kItems, {"c", "e"});
  EXPECT_FALSE(writes.empty());
  ASSERT_TRUE(std::move(writes).Commit());

  EXPECT_EQ(KeysIn(*store, {}, Direction::kForward), (std::vector<std::string>{"b", "e"}));
}

TEST(Storage, RowsKeepToTheirRangeInBothDirections) {
  const auto store = OpenStore();
  for (const char* key : {"a", "b", "c", "d"}) WriteRow(*store, Family::kItems, key, key);

  using Keys = std::vector<std::string>;
  EXPECT_EQ(KeysIn(*store, {"b", "d"}, Direction::kForward), (Keys{"b", "c"}));
  EXPECT_EQ(KeysIn(*store, {"b", "d"}, Direction::kBackward), (Keys{"c", "b"}));
  EXPECT_EQ(KeysIn(*store, {"bb", ""}, Direction::kForward), (Keys{"c", "d"}));
  EXPECT_EQ(KeysIn(*store, {"bb", ""}, Direction::kBackward), (Keys{"d", "c"}));
  EXPECT_EQ(KeysIn(*store, {"e", ""}, Direction::kBackward), Keys());
}

TEST(Storage, ASnapshotStandsStill) {
  const auto store = OpenStore();
  WriteRow(*store, Family::kItems, "key", "old");
  const Snapshot snapshot = store->TakeSnapshot();
  WriteRow(*store, Family::kItems, "key", "new");

  EXPECT_EQ((*snapshot.Get(Family::kItems, "key"))->bytes(), "old");
  EXPECT_EQ(snapshot.Read(Family::kItems, {}).value(), "old");
  EXPECT_EQ(ReadRow(*store, Family::kItems, "key"), "new");
}

TEST(Storage, MultiGetAnswersInOrder) {
  const auto store = OpenStore();
  WriteRow(*store, Family::kItems, "a", "1");
  WriteRow(*store, Family::kItems, "c", "3");

  const std::vector<std::string> keys{"c", "b", "a"};
  const auto values = store->Latest().MultiGet(Family::kItems, keys);
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 3U);
  EXPECT_EQ((*values)[0]->bytes(), "3");
  EXPECT_FALSE((*values)[1]);
  EXPECT_EQ((*values)[2]->bytes(), "1");
}

TEST(Storage, AViewOfAShortValueSurvivesMoves) {
  const auto store = OpenStore();
  WriteRow(*store, Family::kItems, "key", "short");
  auto value = store->Latest().Get(Family::kItems, "key");
  const std::string_view view = (*value)->bytes();
  const PinnedValue moved = std::move(**value);
  EXPECT_EQ(moved.bytes().data(), view.data());
  EXPECT_EQ(moved.bytes(), "short");
}

std::string Deltas(std::uint32_t id, CounterDelta delta) {
  std::string deltas;
  AppendCounterDelta(deltas, id, delta);
  return deltas;
}

TEST(Storage, CountersAddUp) {
  const TemporaryFolder folder;
  const StoreOptions options{.directory = folder.path(), .durability = Durability::kInterval};
  for (int round = 0; round < 3; ++round) {
    const auto store = OpenStore(options);
    for (int step = 0; step < 100; ++step) {
      WriteSet writes(*store);
      writes.AddCounters("c", Deltas(7, {.items = 1, .bytes = 40}) + Deltas(8, {-1, -3}));
      ASSERT_TRUE(std::move(writes).Commit());
    }
  }
  const auto store = OpenStore(options);
  CounterDeltas sums;
  ASSERT_TRUE(AddCounterDeltas(*ReadRow(*store, Family::kCatalog, "c"), sums));
  EXPECT_EQ(sums[7], (CounterDelta{.items = 300, .bytes = 12'000}));
  EXPECT_EQ(sums[8], (CounterDelta{.items = -300, .bytes = -900}));
}

TEST(Storage, DamagedDeltasAreRefused) {
  CounterDeltas sums;
  EXPECT_TRUE(AddCounterDeltas("", sums));
  EXPECT_FALSE(AddCounterDeltas("\x01", sums));
  EXPECT_FALSE(AddCounterDeltas("\x01\x02\x80", sums));
  EXPECT_FALSE(AddCounterDeltas(std::string(40, '\xFF'), sums));
}

class StorageDurability : public testing::TestWithParam<Durability> {};

TEST_P(StorageDurability, WhatIsWrittenIsThereAfterReopening) {
  const TemporaryFolder folder;
  const StoreOptions options{.directory = folder.path() / "made" / "here",
                             .durability = GetParam()};
  for (int round = 0; round < 3; ++round) {
    const auto store = OpenStore(options);
    WriteRow(*store, Family::kItems, "round" + std::to_string(round), "value");
  }
  const auto store = OpenStore(options);
  EXPECT_EQ(KeysIn(*store, {}, Direction::kForward).size(), 3U);
}

std::string NameOfMode(const testing::TestParamInfo<Durability>& mode) {
  switch (mode.param) {
    case Durability::kCommit:
      return "Commit";
    case Durability::kInterval:
      return "Interval";
    case Durability::kNone:
      return "None";
  }
  return "";
}

INSTANTIATE_TEST_SUITE_P(Modes, StorageDurability,
                         testing::Values(Durability::kCommit, Durability::kInterval,
                                         Durability::kNone),
                         NameOfMode);

// A copy of the files as they are while the store is open is what the end of a process leaves.
TEST(Storage, WhatIsCommittedSurvivesTheEndOfTheProcess) {
  for (const Durability durability : {Durability::kCommit, Durability::kInterval}) {
    const TemporaryFolder folder;
    const auto store = OpenStore({.directory = folder.path() / "live", .durability = durability});
    for (int row = 0; row < 100; ++row) {
      WriteRow(*store, Family::kItems, "row" + std::to_string(row), std::string(1000, 'x'));
    }
    std::filesystem::copy(folder.path() / "live", folder.path() / "left");

    // Twice, as a program may end again before anything else is written.
    for (int start = 0; start < 2; ++start) {
      const auto left = OpenStore({.directory = folder.path() / "left", .durability = durability});
      EXPECT_EQ(KeysIn(*left, {}, Direction::kForward).size(), 100U);
    }
  }
}

TEST(Storage, ADirectoryIsHeldOnce) {
  const TemporaryFolder folder;
  const auto store = OpenStore({.directory = folder.path()});
  const auto second = Store::Open({.directory = folder.path()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kInternal);
  EXPECT_EQ(second.error().message, "cannot open data directory '" + folder.path().string() +
                                        "': this process has it open already");
}

TEST(Storage, OnlyItsOwnFormatIsOpened) {
  const TemporaryFolder folder;
  OpenStore({.directory = folder.path()});
  const auto message_for = [&](std::string_view format) {
    std::ofstream(folder.path() / "FORMAT") << format;
    return tables_test::MessageOf(Store::Open({.directory = folder.path()}));
  };
  EXPECT_EQ(message_for("basalt 2\n"), "it succeeded");
  EXPECT_EQ(message_for("basalt 1\n"), "it succeeded");  // It is converted: migration_test.cc.
  EXPECT_THAT(message_for("basalt 3\n"), HasSubstr("it holds format 3, written by a newer Basalt; "
                                                   "this one reads formats up to 2"));
  EXPECT_THAT(message_for("basalt 0\n"), HasSubstr("it holds the unknown format 0"));
  EXPECT_THAT(message_for("basalt \n"), HasSubstr("damaged"));
  EXPECT_THAT(message_for("leveldb 1\n"), HasSubstr("damaged or not Basalt's"));
  EXPECT_THAT(message_for(""), HasSubstr("damaged"));

  std::filesystem::remove(folder.path() / "FORMAT");
  EXPECT_THAT(tables_test::MessageOf(Store::Open({.directory = folder.path()})),
              HasSubstr("it has no file FORMAT, so it is not Basalt's"));
}

TEST(Storage, ADirectoryOfSomebodyElseIsRefusedAndLeftAlone) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "notes.txt") << "text";
  EXPECT_THAT(tables_test::MessageOf(Store::Open({.directory = folder.path()})),
              HasSubstr("it has no file FORMAT, so it is not Basalt's"));
  std::filesystem::remove(folder.path() / "notes.txt");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));

  std::filesystem::create_directory(folder.path() / "lost+found");
  std::ofstream(folder.path() / "FORMAT.new") << "bas";
  EXPECT_EQ(tables_test::MessageOf(Store::Open({.directory = folder.path()})), "it succeeded");
}

TEST(Storage, ADirectoryThatCannotBeIsRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "text";
  EXPECT_THAT(tables_test::MessageOf(Store::Open({.directory = folder.path() / "file" / "data"})),
              HasSubstr("cannot create data directory"));
}

TEST(Storage, ReadingOnlyCreatesNothing) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "absent";
  EXPECT_FALSE(Store::Open({.directory = path, .read_only = true}));
  EXPECT_FALSE(std::filesystem::exists(path));

  const auto store = OpenStore({.directory = path});
  WriteRow(*store, Family::kItems, "key", "value");
  const auto files = [&] {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      names.insert(entry.path().filename());
    }
    return names;
  };
  const auto before = files();
  const auto reader = OpenStore({.directory = path, .read_only = true});
  EXPECT_EQ(ReadRow(*reader, Family::kItems, "key"), "value");
  EXPECT_EQ(files(), before);
}

TEST(StorageKeyLocks, ExcludeWhoNamesTheSameKeyInAnyOrder) {
  KeyLocks locks;
  int value = 0;
  const auto work = [&](std::vector<std::string> keys) {
    for (int step = 0; step < 2'000; ++step) {
      const auto held = locks.Acquire(keys);
      ++value;
    }
  };
  std::thread other([&] { work({"shared", "a", "b"}); });
  work({"b", "c", "shared", "shared"});
  other.join();
  EXPECT_EQ(value, 4'000);
  const auto one = locks.Acquire(std::string("shared"));
  EXPECT_EQ(one.last_write(), 0U) << "nothing was written";
}

// Calls back once, between the MANIFEST's being read and the logs' being listed.
class MomentEnv final : public rocksdb::EnvWrapper {
 public:
  explicit MomentEnv(std::function<void()> at_moment)
      : EnvWrapper(rocksdb::Env::Default()), at_moment_(std::move(at_moment)) {}

  rocksdb::Status NewSequentialFile(const std::string& name,
                                    std::unique_ptr<rocksdb::SequentialFile>* file,
                                    const rocksdb::EnvOptions& options) override {
    manifest_read_ = manifest_read_ || name.ends_with("IDENTITY");  // Which is read next.
    return target()->NewSequentialFile(name, file, options);
  }
  rocksdb::Status GetChildren(const std::string& directory,
                              std::vector<std::string>* names) override {
    if (manifest_read_ && at_moment_) std::exchange(at_moment_, nullptr)();
    return target()->GetChildren(directory, names);
  }

 private:
  std::function<void()> at_moment_;
  bool manifest_read_ = false;
};

TEST(Storage, AReaderMissesNothingThatMovesFromALogToATable) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "data";
  const auto writer = OpenStore({.directory = path});
  WriteRow(*writer, Family::kItems, "key", "item");
  const auto logs = [&] {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".log") names.insert(entry.path());
    }
    return names;
  };
  const std::string log = *logs().begin();
  bool moved = false;
  MomentEnv env([&] {
    ASSERT_TRUE(writer->FlushSoon(Family::kItems));
    for (int i = 0; i < 1'000 && !moved; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      moved = !logs().contains(log);
    }
  });
  const auto reader = OpenStore({.directory = path, .read_only = true, .env = &env});
  ASSERT_TRUE(moved);
  EXPECT_EQ(ReadRow(*reader, Family::kItems, "key"), "item");
}

}  // namespace basalt::storage_test
