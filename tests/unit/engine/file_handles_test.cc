// A process that runs out of file handles: what a database must be able to do, it does again as
// soon as there are some, without a restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/database.h"
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
                               {.expiry_interval = 1h});
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
    GetItemRequest request;
    request.table_name = "notes";
    request.key = Item{{"pk", Text(std::to_string(number))}};
    const auto got = database_->GetItem(request);
    EXPECT_TRUE(got) << got.error().message;
    return got && got->item;
  }

  const TemporaryFolder folder_;
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
  database_.reset();
  Open();
  SCOPED_TRACE("opened again");
  check();
}

INSTANTIATE_TEST_SUITE_P(Durabilities, Handles,
                         testing::Values(Durability::kCommit, Durability::kInterval,
                                         Durability::kNone));

// Tables are opened only as far as the process has handles for them.
TEST(OpenTables, AreBoundedByTheLimit) {
  const TemporaryFolder folder;
  const std::size_t before = HandlesInUse();
  const HandleLimit few(before + 150);
  const auto open = [&] {
    auto opened = OpenDatabase({.directory = folder.path() / "data",
                                .durability = Durability::kInterval,
                                .write_buffer_bytes = 64 * 1024},
                               {});
    EXPECT_TRUE(opened) << MessageOf(opened);
    return opened ? *std::move(opened) : nullptr;
  };
  auto database = open();
  ASSERT_TRUE(database);
  constexpr int kTables = 100;
  for (int round = 0; round < 3; ++round) {
    for (int number = 0; number < kTables; ++number) {
      const std::string name = "table-" + std::to_string(number);
      if (round == 0) {
        ASSERT_TRUE(database->CreateTable(OnDemandTable(name, "pk", "pk")));
      }
      tables_test::PutInto(
          *database, name,
          {{"pk", Text(std::to_string(round))},
           {"payload", Text(std::string(60'000, static_cast<char>('a' + number % 26)))}});
    }
  }
  database.reset();
  database = open();
  EXPECT_LT(HandlesInUse(), before + 110);
}

}  // namespace
}  // namespace basalt::file_handles_test
