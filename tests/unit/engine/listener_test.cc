// What a listener is told, by whom, and what it may do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

#include "basalt/virtual_clock.h"
#include "engine/database.h"
#include "engine/jobs/event_queue.h"
#include "tests/unit/engine/collecting_listener.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::listener_test {

using namespace std::chrono_literals;
using namespace tables_test;  // NOLINT: the vocabulary of these tests.
using engine_test::CollectingListener;
using testing::ElementsAre;

std::unique_ptr<Database> Opened(const DatabaseOptions& options) {
  auto database = Database::Open(options);
  EXPECT_TRUE(database) << database.error().message;
  return *std::move(database);
}

TEST(Listener, IsToldOfStatesInOrder) {
  VirtualClock clock;
  clock.Freeze();
  CollectingListener listener;
  {
    const auto database = Opened({.clock = &clock,
                                  .state_delay = 1s,
                                  .expiry_interval = 2ms,
                                  .listener = &listener,
                                  .slow_operation = 0ms});
    CreateTableRequest request = OnDemandTable("table", "a b", "a");
    request.global_secondary_indexes = {Global("index", "b")};
    ASSERT_TRUE(database->CreateTable(request));
    clock.Advance(3s);
    EXPECT_TRUE(listener.Await("table.index: CREATING to ACTIVE"));
    ASSERT_TRUE(database->DeleteTable({.table_name = "table"}));
    clock.Advance(3s);
    EXPECT_TRUE(listener.Await("table: DELETING to absent"));
  }
  EXPECT_THAT(listener.lines(),
              ElementsAre("table: absent to CREATING", "table.index: absent to CREATING",
                          "table: CREATING to ACTIVE", "table.index: CREATING to ACTIVE",
                          "table: ACTIVE to DELETING", "table: DELETING to absent",
                          "table.index: ACTIVE to absent"));
}

TEST(Listener, IsToldOnceThatArnsHaveChanged) {
  const TemporaryFolder folder;
  const auto lines_of = [&](const std::string& region, bool creates = false) {
    CollectingListener listener;
    {
      const auto database =
          Opened({.directory = folder.path(), .region = region, .listener = &listener});
      if (creates) {
        EXPECT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
      }
    }
    return listener.lines();
  };
  EXPECT_THAT(lines_of("us-east-1"), ElementsAre());
  EXPECT_THAT(lines_of("eu-west-1"), ElementsAre());  // There were no tables, and so no ARNs.
  EXPECT_THAT(lines_of("eu-west-1", /*creates=*/true), ElementsAre("table: absent to ACTIVE"));
  EXPECT_THAT(lines_of("local"), ElementsAre("ARNs: arn:aws:dynamodb:eu-west-1:000000000000 to "
                                             "arn:aws:dynamodb:local:000000000000"));
  EXPECT_THAT(lines_of("local"), ElementsAre());
}

TEST(Listener, IsToldOfWhatWasLeftWhenTheDatabaseCloses) {
  CollectingListener listener;
  {
    const auto database = Opened({.listener = &listener});
    EXPECT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  }
  EXPECT_THAT(listener.lines(), ElementsAre("table: absent to ACTIVE"));
}

TEST(Listener, IsNotToldOfOperationsThatAreQuickEnough) {
  CollectingListener listener;
  {
    const auto database = Opened({.listener = &listener, .slow_operation = 24h});
    EXPECT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  }
  EXPECT_THAT(listener.lines(), ElementsAre("table: absent to ACTIVE"));
}

// A sink that has to be waited for.
class SlowSink final : public KinesisSink {
 public:
  Status Prepare(const std::string&) override {
    std::this_thread::sleep_for(20ms);
    return Done{};
  }
  Status Append(const std::string&, std::span<const KinesisRecord>) override { return Done{}; }
};

TEST(Listener, IsToldWhichOperationWasSlow) {
  CollectingListener listener;
  SlowSink sink;
  {
    const auto database =
        Opened({.kinesis_sink = &sink, .listener = &listener, .slow_operation = 10ms});
    ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
    ASSERT_TRUE(database->EnableKinesisStreamingDestination(
        {"table", "arn:aws:kinesis:us-east-1:000000000000:stream/changes", {}}));
  }
  EXPECT_THAT(listener.lines(),
              testing::Contains("slow: EnableKinesisStreamingDestination of table"));
}

// Calls the database from within a call of its own, and throws.
class MeddlingListener final : public EngineListener {
 public:
  void OnTableStateChanged(const TableStateChange& event) override {
    const auto described = database->DescribeTable({.table_name = event.table_name});
    if (described) called.set_value(described->table.table_name);
    throw std::runtime_error("not of interest");
  }

  Database* database = nullptr;
  std::promise<std::string> called;
};

TEST(Listener, MayCallTheDatabaseAndThrow) {
  MeddlingListener listener;
  const auto database = Opened({.listener = &listener});
  listener.database = database.get();
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  auto called = listener.called.get_future();
  ASSERT_EQ(called.wait_for(60s), std::future_status::ready);
  EXPECT_EQ(called.get(), "table");
}

// Waits with its first event until it is let go.
class StuckListener final : public EngineListener {
 public:
  void OnStorageRecovered() override {
    if (++recovered == 1) {
      stuck.set_value();
      go.get_future().wait();
    }
  }
  void OnEventsDropped(std::uint64_t count) override { dropped = count; }

  std::promise<void> stuck, go;
  std::atomic<std::uint64_t> recovered = 0, dropped = 0;
};

TEST(EventQueue, DropsWhatIsTooMuchAndSaysHowMuch) {
  StuckListener listener;
  {
    EventQueue queue(listener);
    queue.OnStorageRecovered();
    listener.stuck.get_future().wait();
    for (std::size_t i = 0; i < EventQueue::kEventsMax + 7; ++i) queue.OnStorageRecovered();
    listener.go.set_value();
  }
  EXPECT_EQ(listener.recovered, 1 + EventQueue::kEventsMax);
  EXPECT_EQ(listener.dropped, 7U);
}

}  // namespace basalt::listener_test
