// What opening a database in memory costs: a test suite opens one for each of its tests.
//
// The bounds are several times of what is measured (docs/decisions/0020), and count what other
// programs on the machine do not change: processor time, memory, threads.
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "basalt/database.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::opening_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // Which makes everything several times dearer.
#else
constexpr bool kSanitized = false;
#endif

double CpuMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

// A line of /proc/self/status, such as "VmRSS:", as a number.
std::size_t OfProcess(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t value = 0;
    if (word == name && status >> value) return value;
  }
  ADD_FAILURE() << "the system does not tell of " << name;
  return 0;
}

std::unique_ptr<Database> Opened() {
  auto database = Database::Open({});
  EXPECT_TRUE(database) << database.error().message;
  return *std::move(database);
}

// Each with a table and an item, so that its jobs have something to do.
TEST(Opening, AThousandDatabasesShareTheirThreadsAndAreSmall) {
  constexpr std::size_t kDatabases = 1'000;
  constexpr std::size_t kKilobytesEach = 800;
  constexpr std::size_t kThreadsMore = 40;
  Opened();
  const std::size_t threads_before = OfProcess("Threads:");
  const std::size_t memory_before = OfProcess("VmRSS:");
  std::vector<std::unique_ptr<Database>> databases;
  for (std::size_t i = 0; i < kDatabases; ++i) {
    databases.push_back(Opened());
    ASSERT_TRUE(databases.back()->CreateTable(OnDemandTable("table", "a", "a")));
    PutInto(*databases.back(), "table", {{"a", Text(std::to_string(i))}});
  }
  EXPECT_LE(OfProcess("Threads:"), threads_before + kThreadsMore);
  if (!kSanitized) {
    EXPECT_LE(OfProcess("VmRSS:"), memory_before + kDatabases * kKilobytesEach);
  }
  for (std::size_t i = 0; i < kDatabases; ++i) {
    const auto got =
        databases[i]->GetItem({.table_name = "table", .key = Item{{"a", Text(std::to_string(i))}}});
    ASSERT_TRUE(got && got->item) << "each has its own items";
  }
}

TEST(Opening, CostsLittleProcessorTime) {
  constexpr int kOpenings = 200;
  constexpr double kMillisecondsEach = 3;  // It was 8.
  Opened();
  const double start = CpuMilliseconds();
  for (int i = 0; i < kOpenings; ++i) Opened();
  if (!kSanitized) {
    EXPECT_LE((CpuMilliseconds() - start) / kOpenings, kMillisecondsEach);
  }
}

TEST(Opening, GivesItsMemoryBack) {
  constexpr int kWarmUp = 200;
  constexpr int kOpenings = 2'000;
  constexpr std::size_t kKilobytesInAll = 8 * 1024;  // 4 KB each would be more.
  if (kSanitized) GTEST_SKIP() << "sanitizers keep what is freed";
  const auto open_and_close = [] {
    const auto database = Opened();
    ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
    PutInto(*database, "table", {{"a", Text("1")}});
  };
  for (int i = 0; i < kWarmUp; ++i) open_and_close();
  const std::size_t before = OfProcess("VmRSS:");
  for (int i = 0; i < kOpenings; ++i) open_and_close();
  EXPECT_LE(OfProcess("VmRSS:"), before + kKilobytesInAll);
}

TEST(Opening, AnIdleDatabaseDoesNothing) {
  std::vector<std::unique_ptr<Database>> databases;
  for (int i = 0; i < 200; ++i) {
    auto opened = Database::Open({.expiry_interval = std::chrono::milliseconds(1)});
    ASSERT_TRUE(opened);
    databases.push_back(*std::move(opened));
  }
  const double start = CpuMilliseconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  // Jobs that looked once a millisecond would take all there is, a hundred times as much.
  EXPECT_LE(CpuMilliseconds() - start, kSanitized ? 150 : 50);
}

}  // namespace basalt::opening_test
