// A process that runs out of file handles: what a database must be able to do, it does again as
// soon as there are some, without a restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "basalt/engine_listener.h"
#include "basalt/inspect.h"
#include "engine/database.h"
#include "engine/storage/rocks_options.h"
#include "tables_world.h"

namespace basalt::file_handles_test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

using tables_test::MessageOf;
using tables_test::OnDemandTable;
using tables_test::TemporaryFolder;
using tables_test::Text;
using testing::HasSubstr;

std::size_t HandlesInUse() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& handle : fs::directory_iterator("/proc/self/fd")) ++count;
  return count - 1;  // The iterator's own.
}

// Lets the process have so many handles while it exists.
class HandleLimit {
 public:
  explicit HandleLimit(rlim_t limit) {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    const rlimit now{.rlim_cur = limit, .rlim_max = before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &now), 0);
  }
  ~HandleLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

// What of the storage's errors is told. Called from any thread.
class Told : public EngineListener {
 public:
  void OnStorageError(const StorageError& error) override {
    const std::lock_guard lock(mutex_);
    messages_.push_back(error.message);
  }
  std::vector<std::string> messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> messages_;
};

class Handles : public testing::TestWithParam<Durability> {
 protected:
  // UBSan looks through a pipe whether memory can be read. Without a handle for it, it takes every
  // object for damaged.
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "UBSan needs handles itself";
#endif
  }

  void Open() {
    auto opened = OpenDatabase({.directory = folder_.path() / "data",
                                .durability = GetParam(),
                                .write_buffer_bytes = 64 * 1024},
                               {.expiry_interval = 1h, .listener = &told_});
    ASSERT_TRUE(opened) << opened.error().message;
    database_ = *std::move(opened);
  }

  Status Put(int number) {
    PutItemRequest request;
    request.table_name = "notes";
    request.item =
        Item{{"pk", Text(std::to_string(number))},
             {"payload", Text(std::string(5'000, static_cast<char>('a' + number % 26)))}};
    const auto put = database_->PutItem(request);
    if (put) return Done{};
    return put.error();
  }

  bool IsThere(int number) {
    const auto got =
        tables_test::GetFrom(*database_, "notes", {{"pk", Text(std::to_string(number))}});
    EXPECT_TRUE(got) << got.error().message;
    return got && got->item;
  }

  const TemporaryFolder folder_;
  Told told_;
  std::unique_ptr<Database> database_;
};

TEST_P(Handles, AreWaitedFor) {
  Open();
  ASSERT_TRUE(database_->CreateTable(OnDemandTable("notes", "pk", "pk")));
  for (int number = 0; number < 50; ++number) ASSERT_TRUE(Put(number));
  std::vector<int> refused;
  int next = 50;
  {
    const HandleLimit none(HandlesInUse());
    std::string cause;
    // RocksDB may close a file between a refusal and the question, and take writes again with its
    // handle, so not every refusal is still true when one asks.
    bool told = false;
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    for (; next < 200 || !told; ++next) {
      const Status put = Put(next);
      if (put) continue;
      refused.push_back(next);
      cause = put.error().message;
      const Status writable = database_->CheckWritable();
      if (!writable) {
        EXPECT_THAT(writable.error().message, HasSubstr("Too many open files"));
        told = true;
      }
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    }
    EXPECT_THAT(cause, HasSubstr("Too many open files"));
    EXPECT_THAT(cause, testing::Not(HasSubstr("No space left")));
  }
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!Put(next)) {
    refused.push_back(next++);
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_TRUE(database_->CheckWritable());
  const auto check = [&] {
    for (int number = 0; number <= next; ++number) {
      EXPECT_EQ(IsThere(number), std::ranges::count(refused, number) == 0) << number;
    }
  };
  check();
  database_.reset();  // Which tells what is still to be told.
  EXPECT_THAT(told_.messages(), testing::Not(testing::IsEmpty()));
  EXPECT_THAT(told_.messages(), testing::Each(testing::Not(HasSubstr("No space left"))));
  Open();
  SCOPED_TRACE("opened again");
  check();
}

INSTANTIATE_TEST_SUITE_P(Durabilities, Handles,
                         testing::Values(Durability::kCommit, Durability::kInterval,
                                         Durability::kNone));

// A directory with many tables of RocksDB, and a limit that is too low for them.
class OpenTables : public testing::Test {
 protected:
  static constexpr std::int64_t kItems = 200;

  void SetUp() override {
    Open();
    ASSERT_TRUE(database_);
    ASSERT_TRUE(database_->CreateTable(OnDemandTable("notes", "pk", "pk")));
    for (int number = 0; number < kItems; ++number) {
      tables_test::PutInto(
          *database_, "notes",
          {{"pk", Text(std::to_string(number))},
           {"payload", Text(std::string(16'000, static_cast<char>('a' + number % 26)))}});
    }
    database_.reset();
    Compact();
    ASSERT_GT(TableFiles(), 100U);
  }

  // Into a file for each few items, and into the lowest level, where they stay.
  void Compact() {
    const StoreOptions options{.directory = data_};
    const auto cache = MakeCache(options);
    auto families = MakeFamilies(options, cache);
    for (auto& family : families) {
      family.options.target_file_size_base = 1024;
      family.options.compression = rocksdb::kNoCompression;
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(MakeDatabaseOptions(options, rocksdb::Env::Default(), cache),
                                  data_.string(), families, &handles, &opened)
                    .ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    rocksdb::CompactRangeOptions to_the_lowest;
    to_the_lowest.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (auto* family : handles) {
      EXPECT_TRUE(database->CompactRange(to_the_lowest, family, nullptr, nullptr).ok());
      EXPECT_TRUE(database->DestroyColumnFamilyHandle(family).ok());
    }
  }

  void Open() {
    auto opened = OpenDatabase({.directory = data_, .durability = Durability::kInterval}, {});
    EXPECT_TRUE(opened) << MessageOf(opened);
    if (opened) database_ = *std::move(opened);
  }

  std::size_t TableFiles() const {
    std::size_t count = 0;
    for (const auto& file : fs::directory_iterator(data_)) {
      count += file.path().extension() == ".sst" ? 1 : 0;
    }
    return count;
  }

  const TemporaryFolder folder_;
  const fs::path data_ = folder_.path() / "data";
  std::unique_ptr<Database> database_;
};

TEST_F(OpenTables, AreBoundedByTheLimit) {
  const std::size_t before = HandlesInUse();
  const HandleLimit few(before + 150);
  Open();
  EXPECT_LT(HandlesInUse(), before + 80);
}

TEST_F(OpenTables, OfAnInspectionAreBoundedByTheLimit) {
  const HandleLimit few(HandlesInUse() + 60);
  const auto report = Inspect(data_, {.verify = true});
  ASSERT_TRUE(report) << MessageOf(report);
  EXPECT_THAT(report->problems, testing::IsEmpty());
  EXPECT_EQ(report->tables.at(0).item_count, kItems);
}

// What a server removes while it is read must not be taken for damage.
TEST_F(OpenTables, OfADirectoryInUseMustAllBeOpenToBeVerified) {
  Open();
  const HandleLimit few(HandlesInUse() + 60);
  EXPECT_THAT(MessageOf(Inspect(data_, {.verify = true})), HasSubstr("ulimit -n"));
  const auto report = Inspect(data_);
  ASSERT_TRUE(report) << MessageOf(report);
  EXPECT_EQ(report->tables.at(0).item_count, kItems);
}

}  // namespace
}  // namespace basalt::file_handles_test
