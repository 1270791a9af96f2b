// Directories of an older format: opened and converted, whatever fails on the way; inspected as
// they are; and how those of a newer one are refused.
#include "engine/storage/migration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <memory>
#include <string>

#include "basalt/inspect.h"
#include "engine/storage/format_file.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/write_set.h"
#include "tests/support/fault_file_system.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::migration_test {

using engine_test::TemporaryFolder;
using testing::HasSubstr;

constexpr const char* kDirectory = "/data";

void SetFormat(rocksdb::Env& env, const std::string& directory, const std::string& text) {
  ASSERT_TRUE(
      rocksdb::WriteStringToFile(&env, text, directory + "/FORMAT", /*should_sync=*/true).ok());
  ASSERT_TRUE(SyncDirectory(env, directory));
}

std::string FormatOf(rocksdb::Env& env, const std::string& directory) {
  std::string text;
  EXPECT_TRUE(rocksdb::ReadFileToString(&env, directory + "/FORMAT", &text).ok());
  return text;
}

std::string Current() { return "basalt " + std::to_string(kFormatVersion) + "\n"; }

Status Put(Store& store, const std::string& key, const std::string& value) {
  WriteSet writes(store);
  writes.Put(Family::kItems, key, value);
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  return Done{};
}

std::string Get(const Store& store, const std::string& key) {
  const auto value = store.Latest().Get(Family::kItems, key);
  EXPECT_TRUE(value);
  return value && *value ? std::string((*value)->bytes()) : "absent";
}

// A directory as version 1 left it, with an item.
void MakeOld(rocksdb::Env& env, const std::string& directory) {
  {
    const auto store = Store::Open({.directory = directory, .env = &env});
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE(Put(**store, "key", "old"));
  }
  SetFormat(env, directory, "basalt 1\n");
}

TEST(Migration, OpeningBringsADirectoryToTheCurrentFormat) {
  const TemporaryFolder folder;
  rocksdb::Env& env = *rocksdb::Env::Default();
  MakeOld(env, folder.path());
  {
    const auto store = Store::Open({.directory = folder.path()});
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(Get(**store, "key"), "old");
  }
  EXPECT_EQ(FormatOf(env, folder.path()), Current());
}

TEST(Migration, ReadingAloneLeavesItAsItIs) {
  const TemporaryFolder folder;
  rocksdb::Env& env = *rocksdb::Env::Default();
  MakeOld(env, folder.path());
  const auto store = Store::Open({.directory = folder.path(), .read_only = true});
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(Get(**store, "key"), "old");
  EXPECT_EQ(FormatOf(env, folder.path()), "basalt 1\n");
}

// As it is for each build whose predecessors had fewer families.
TEST(Migration, AFamilyThatIsMissingIsEmptyForReadingAndIsMadeForWriting) {
  const TemporaryFolder folder;
  MakeOld(*rocksdb::Env::Default(), folder.path());
  {
    const StoreOptions options{.directory = folder.path()};
    const auto cache = MakeCache(options);
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(MakeDatabaseOptions(options, rocksdb::Env::Default(), cache),
                                  folder.path(), MakeFamilies(options, cache), &families, &opened)
                    .ok());
    const std::unique_ptr<rocksdb::DB> raw(opened);
    ASSERT_TRUE(raw->DropColumnFamily(families[static_cast<std::size_t>(Family::kExpiry)]).ok());
    for (rocksdb::ColumnFamilyHandle* family : families) {
      ASSERT_TRUE(raw->DestroyColumnFamilyHandle(family).ok());
    }
  }
  {
    const auto store = Store::Open({.directory = folder.path(), .read_only = true});
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ(Get(**store, "key"), "old");
    const Snapshot latest = (*store)->Latest();
    EXPECT_FALSE(*latest.Get(Family::kExpiry, "key"));
    const std::vector<std::string> keys = {"key", "other"};
    EXPECT_EQ(latest.MultiGet(Family::kExpiry, keys)->size(), 2U);
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      const Rows rows = latest.Read(Family::kExpiry, {}, direction);
      EXPECT_FALSE(rows.Valid());
      EXPECT_TRUE(rows.status());
    }
  }
  EXPECT_TRUE(Inspect(folder.path(), {.verify = false}));
  const auto store = Store::Open({.directory = folder.path()});
  ASSERT_TRUE(store) << store.error().message;
  WriteSet writes(**store);
  writes.Put(Family::kExpiry, "key", "");
  EXPECT_TRUE(std::move(writes).Commit());
}

struct RefusedFormat {
  const char* name;
  const char* text;
  const char* message;
};

const RefusedFormat kRefusedFormats[] = {
    {"Newer", "basalt 99\n",
     "it holds format 99, written by a newer Basalt; this one reads formats up to 2"},
    {"None", "basalt 0\n", "it holds the unknown format 0"},
    {"Negative", "basalt -1\n", "it holds the unknown format -1"},
    {"NoNumber", "basalt one\n", "its file FORMAT is damaged or not Basalt's"},
    {"TooMuch", "basalt 1\n\n", "its file FORMAT is damaged or not Basalt's"},
    {"TooLittle", "basalt 1", "its file FORMAT is damaged or not Basalt's"},
    {"Overflow", "basalt 99999999999999999999\n", "its file FORMAT is damaged or not Basalt's"},
    {"Empty", "", "its file FORMAT is damaged or not Basalt's"},
};

class MigrationRefuses : public testing::TestWithParam<RefusedFormat> {};

TEST_P(MigrationRefuses, WithAReason) {
  const TemporaryFolder folder;
  MakeOld(*rocksdb::Env::Default(), folder.path());
  SetFormat(*rocksdb::Env::Default(), folder.path(), GetParam().text);
  for (const bool read_only : {false, true}) {
    const auto store = Store::Open({.directory = folder.path(), .read_only = read_only});
    ASSERT_FALSE(store);
    EXPECT_THAT(store.error().message, HasSubstr(GetParam().message));
  }
  EXPECT_EQ(FormatOf(*rocksdb::Env::Default(), folder.path()), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Formats, MigrationRefuses, testing::ValuesIn(kRefusedFormats),
                         [](const auto& refused) { return std::string(refused.param.name); });

// Steps as a later version may have them: each makes of a value what the next one expects. One that
// finds its work done leaves it.
Status Convert(Store& store, const std::string& from, const std::string& to) {
  const std::string found = Get(store, "key");
  if (found != from) return Done{};
  return Put(store, "key", to);
}

constexpr std::array kMadeUpSteps = {
    MigrationStep{.from = 0,
                  .convert = [](Store&) -> Status { return Error{.message = "not for this one"}; }},
    MigrationStep{.from = 1, .convert = [](Store& s) { return Convert(s, "old", "halfway"); }},
    MigrationStep{.from = 2, .convert = [](Store& s) { return Convert(s, "halfway", "new"); }},
};

// The power goes at each step of it. Until FORMAT says that it is done it is done again, and from
// then on all of it is there.
TEST(Migration, SurvivesALossOfPowerAtEachStep) {
  constexpr std::uint64_t kChangesMax = 100;
  for (std::uint64_t changes = 0; changes < kChangesMax; ++changes) {
    SCOPED_TRACE("the power goes after " + std::to_string(changes) + " changes");
    test::FaultMachine machine(/*seed=*/changes + 1);
    MakeOld(*machine.env(), kDirectory);
    const StoreOptions options{.directory = kDirectory, .env = machine.env()};
    bool migrated = false;
    {
      const auto store = Store::Open({.directory = kDirectory, .env = machine.env()});
      ASSERT_TRUE(store) << store.error().message;
      SetFormat(*machine.env(), kDirectory, "basalt 1\n");
      machine.disk().CrashAfter(changes);
      migrated =
          static_cast<bool>(MigrateDirectory(**store, *machine.env(), kDirectory, kMadeUpSteps));
      if (!machine.disk().crashed()) machine.disk().Crash();
    }
    machine.Restart();
    const std::string format = FormatOf(*machine.env(), kDirectory);
    {
      const auto store =
          Store::Open({.directory = kDirectory, .read_only = true, .env = machine.env()});
      ASSERT_TRUE(store) << store.error().message;
      if (format == Current()) {
        EXPECT_EQ(Get(**store, "key"), "new");
      } else {
        EXPECT_EQ(format, "basalt 1\n");
      }
    }
    {
      const auto store = Store::Open(options);  // Converts from 1 with the program's own steps,
      ASSERT_TRUE(store) << store.error().message;
      SetFormat(*machine.env(), kDirectory, format);  // which are not those of this test.
      ASSERT_TRUE(MigrateDirectory(**store, *machine.env(), kDirectory, kMadeUpSteps));
      EXPECT_EQ(Get(**store, "key"), "new");
    }
    EXPECT_EQ(FormatOf(*machine.env(), kDirectory), Current());
    if (migrated && format == Current() && changes > 10) return;
  }
  FAIL() << "it takes more changes than this test allows";
}

TEST(Migration, AStepThatFailsLeavesTheOldFormat) {
  const TemporaryFolder folder;
  rocksdb::Env& env = *rocksdb::Env::Default();
  MakeOld(env, folder.path());
  const auto store = Store::Open({.directory = folder.path()});
  ASSERT_TRUE(store);
  SetFormat(env, folder.path(), "basalt 1\n");
  constexpr std::array kSteps = {MigrationStep{
      .from = 1, .convert = [](Store&) -> Status { return Error{.message = "it cannot be"}; }}};
  const Status migrated = MigrateDirectory(**store, env, folder.path(), kSteps);
  ASSERT_FALSE(migrated);
  EXPECT_EQ(migrated.error().message, "it cannot be");
  EXPECT_EQ(FormatOf(env, folder.path()), "basalt 1\n");
}

}  // namespace basalt::migration_test
