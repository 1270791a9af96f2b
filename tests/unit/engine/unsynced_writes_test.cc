// What others see of a write that is not on stable storage yet, and who waits for whom.
// docs/decisions/0017-writes-wait-for-the-log-without-locks.md
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/database.h"
#include "tests/unit/engine/sync_valve.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::unsynced_writes_test {

using engine_test::SyncValve;
using engine_test::TemporaryFolder;
using namespace std::chrono_literals;

constexpr auto kALongTime = 20s;  // For what must happen.
constexpr auto kAWhile = 50ms;    // For what must not happen.

Item KeyOf(const std::string& id) { return {{"id", tables_test::Text(id)}}; }

class UnsyncedWrites : public testing::Test {
 protected:
  UnsyncedWrites() {
    Reopen();
    CreateTableRequest request = tables_test::OnDemandTable("counters", "id", "id");
    request.stream_specification = {.stream_enabled = true,
                                    .stream_view_type = StreamViewType::kNewImage};
    const auto created = database_->CreateTable(request);
    EXPECT_TRUE(created) << created.error().message;
    if (created) stream_arn_ = *created->table.latest_stream_arn;
    EXPECT_TRUE(Add("seen"));
  }
  ~UnsyncedWrites() override { valve_.Open(); }

  void Reopen() {
    database_.reset();
    auto database = OpenDatabase({.directory = folder_.path() / "data", .env = valve_.env()}, {});
    EXPECT_TRUE(database) << database.error().message;
    if (database) database_ = *std::move(database);
  }

  // Adds one to a counter.
  Result<WriteItemResponse> Add(const std::string& id) {
    UpdateItemRequest request;
    request.table_name = "counters";
    request.key = KeyOf(id);
    request.update_expression = "ADD n :one";
    request.expression_attribute_values = Item{{":one", tables_test::Count(1)}};
    request.return_values = ReturnValues::kUpdatedNew;
    return database_->UpdateItem(request);
  }

  // Fails where there is an item.
  Result<WriteItemResponse> PutNew(const std::string& id) {
    PutItemRequest request;
    request.table_name = "counters";
    request.item = KeyOf(id);
    request.condition_expression = "attribute_not_exists(id)";
    return database_->PutItem(request);
  }

  bool GetFinds(const std::string& id) {
    GetItemRequest request;
    request.table_name = "counters";
    request.key = KeyOf(id);
    const auto got = database_->GetItem(request);
    EXPECT_TRUE(got) << got.error().message;
    return got && got->item.has_value();
  }
  bool BatchGetFinds(const std::string& id) {
    BatchGetItemRequest request;
    KeysAndAttributes keys;
    keys.keys.emplace_back(KeyOf(id));
    request.request_items.emplace_back("counters", std::move(keys));
    const auto got = database_->BatchGetItem(request);
    EXPECT_TRUE(got) << got.error().message;
    return got && !got->responses.empty() && !got->responses[0].second.empty();
  }
  std::size_t ScanFinds() {
    ScanRequest request;
    request.table_name = "counters";
    const auto got = database_->Scan(request);
    EXPECT_TRUE(got) << got.error().message;
    return got ? static_cast<std::size_t>(got->count) : 0;
  }

  SyncValve valve_;
  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
  std::string stream_arn_;
};

TEST_F(UnsyncedWrites, AreNotSeenByReaders) {
  valve_.Shut();
  auto writing = std::async(std::launch::async, [&] { return Add("new"); });
  valve_.AwaitSync();
  EXPECT_FALSE(GetFinds("new"));
  EXPECT_FALSE(BatchGetFinds("new"));
  EXPECT_EQ(ScanFinds(), 1U);
  EXPECT_TRUE(GetFinds("seen"));
  EXPECT_EQ(writing.wait_for(0s), std::future_status::timeout) << "answered before its sync";

  valve_.Open();
  EXPECT_TRUE(writing.get());
  EXPECT_TRUE(GetFinds("new"));
  EXPECT_TRUE(BatchGetFinds("new"));
  EXPECT_EQ(ScanFinds(), 2U);
}

TEST_F(UnsyncedWrites, AreNotInStreams) {
  const auto described = database_->DescribeStream({.stream_arn = stream_arn_});
  ASSERT_TRUE(described);
  GetShardIteratorRequest at;
  at.stream_arn = stream_arn_;
  at.shard_id = described->shards.at(0).shard_id;
  at.shard_iterator_type = ShardIteratorType::kTrimHorizon;
  const auto iterator = database_->GetShardIterator(at);
  ASSERT_TRUE(iterator);
  const auto records = [&]() -> std::size_t {
    GetRecordsRequest request;
    request.shard_iterator = iterator->shard_iterator;
    const auto got = database_->GetRecords(request);
    EXPECT_TRUE(got) << got.error().message;
    return got ? got->records.size() : 0;
  };
  EXPECT_EQ(records(), 1U);

  valve_.Shut();
  auto writing = std::async(std::launch::async, [&] { return Add("new"); });
  valve_.AwaitSync();
  EXPECT_EQ(records(), 1U);
  valve_.Open();
  EXPECT_TRUE(writing.get());
  EXPECT_EQ(records(), 2U);
}

// A refusal tells what was there, so that has to last.
TEST_F(UnsyncedWrites, HoldUpAnswersThatDependOnThem) {
  valve_.Shut();
  auto writing = std::async(std::launch::async, [&] { return Add("new"); });
  valve_.AwaitSync();
  auto refused = std::async(std::launch::async, [&] { return PutNew("new"); });
  auto independent = std::async(std::launch::async, [&] { return PutNew("seen"); });
  EXPECT_EQ(independent.wait_for(kALongTime), std::future_status::ready)
      << "depends on what is on stable storage";
  EXPECT_EQ(refused.wait_for(kAWhile), std::future_status::timeout);
  valve_.Open();
  EXPECT_FALSE(refused.get());
  EXPECT_TRUE(writing.get());
}

// A change of a table is a write, too: what is told of the table waits for it.
TEST_F(UnsyncedWrites, OfTablesHoldUpWhoAsksForThem) {
  valve_.Shut();
  auto creating = std::async(std::launch::async, [&] {
    return database_->CreateTable(tables_test::OnDemandTable("another", "id", "id"));
  });
  valve_.AwaitSync();
  auto described = std::async(std::launch::async,
                              [&] { return database_->DescribeTable({.table_name = "another"}); });
  EXPECT_TRUE(GetFinds("seen")) << "other tables do not wait";
  EXPECT_EQ(described.wait_for(kAWhile), std::future_status::timeout);
  valve_.Open();
  EXPECT_TRUE(creating.get());
  EXPECT_TRUE(described.get());
}

TEST_F(UnsyncedWrites, OfOneItemShareASync) {
  constexpr int kWriters = 100;
  valve_.SetDelay(20ms);
  const int before = valve_.syncs();
  std::vector<std::future<Result<WriteItemResponse>>> writing;
  for (int writer = 0; writer < kWriters; ++writer) {
    writing.push_back(std::async(std::launch::async, [&] { return Add("hot"); }));
  }
  for (auto& write : writing) EXPECT_TRUE(write.get());
  EXPECT_LT(valve_.syncs() - before, kWriters / 4);
}

// One thread can have any number of writes on their way.
TEST_F(UnsyncedWrites, NeedNoThreadEach) {
  constexpr int kWrites = 200;
  valve_.Shut();
  std::atomic<int> done = 0;
  for (int write = 0; write < kWrites; ++write) {
    database_->DeferSync([&] { EXPECT_TRUE(Add(write % 2 == 0 ? "hot" : std::to_string(write))); },
                         [&](const Status& synced) {
                           EXPECT_TRUE(synced);
                           ++done;
                         });
  }
  EXPECT_EQ(done, 0);
  EXPECT_FALSE(GetFinds("hot"));
  valve_.Open();
  const auto deadline = std::chrono::steady_clock::now() + kALongTime;
  while (done < kWrites && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(done, kWrites);
  EXPECT_TRUE(GetFinds("hot"));
}

TEST_F(UnsyncedWrites, AreSyncedAndToldOfWhenTheDatabaseGoes) {
  std::atomic<int> done = 0;
  for (int write = 0; write < 20; ++write) {
    database_->DeferSync([&] { EXPECT_TRUE(Add("late")); },
                         [&](const Status& synced) { done += synced ? 1 : 0; });
  }
  Reopen();
  EXPECT_EQ(done, 20);
  EXPECT_TRUE(GetFinds("late"));
}

TEST_F(UnsyncedWrites, NothingToWaitForIsToldAtOnce) {
  valve_.Shut();
  bool told = false;
  database_->DeferSync([&] { EXPECT_TRUE(GetFinds("seen")); },
                       [&](const Status& synced) { told = static_cast<bool>(synced); });
  EXPECT_TRUE(told);
}

// Tables change while others write, and the others go on writing.
class ChangesBesideWriters : public testing::TestWithParam<bool> {};

TEST_P(ChangesBesideWriters, ReturnSoon) {
  const TemporaryFolder folder;
  DatabaseOptions options;
  if (GetParam()) options.directory = folder.path() / "data";
  auto opened = Database::Open(options);
  ASSERT_TRUE(opened) << opened.error().message;
  Database& database = **opened;
  ASSERT_TRUE(database.CreateTable(tables_test::OnDemandTable("busy", "id", "id")));

  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 16; ++writer) {
    writers.emplace_back([&, writer] {
      PutItemRequest request;
      request.table_name = "busy";
      request.item = KeyOf(std::to_string(writer));
      while (!stop) EXPECT_TRUE(database.PutItem(request));
    });
  }
  auto changing = std::async(std::launch::async, [&] {
    for (int round = 0; round < 5; ++round) {
      const std::string name = "table-" + std::to_string(round);
      EXPECT_TRUE(database.CreateTable(tables_test::OnDemandTable(name, "id", "id")));
      UpdateTableRequest update;
      update.table_name = "busy";
      update.deletion_protection_enabled = round % 2 == 0;
      EXPECT_TRUE(database.UpdateTable(update));
      EXPECT_TRUE(database.DeleteTable({.table_name = name}));
    }
  });
  EXPECT_EQ(changing.wait_for(kALongTime), std::future_status::ready);
  stop = true;
  for (std::thread& writer : writers) writer.join();
  changing.get();
}

INSTANTIATE_TEST_SUITE_P(Stores, ChangesBesideWriters, testing::Bool(),
                         [](const auto& test) { return test.param ? "OnDisk" : "InMemory"; });

// A change of one table waits for its own sync, and no write of another for that.
TEST_F(UnsyncedWrites, AChangeOfATableHoldsUpNoWriteOfAnother) {
  ASSERT_TRUE(database_->CreateTable(tables_test::OnDemandTable("other", "id", "id")));
  valve_.Shut();
  auto changing = std::async(std::launch::async, [&] {
    UpdateTableRequest update;
    update.table_name = "other";
    update.deletion_protection_enabled = true;
    return database_->UpdateTable(update);
  });
  valve_.AwaitSync();
  std::atomic<bool> written = false;
  auto writing = std::async(std::launch::async, [&] {
    database_->DeferSync(
        [&] {
          EXPECT_TRUE(Add("beside"));
          written = true;
        },
        [](const Status&) {});
  });
  EXPECT_EQ(writing.wait_for(kALongTime), std::future_status::ready);
  EXPECT_TRUE(written) << "decided and in the log while the change waits for its sync";
  valve_.Open();
  EXPECT_TRUE(changing.get());
}

}  // namespace basalt::unsynced_writes_test
