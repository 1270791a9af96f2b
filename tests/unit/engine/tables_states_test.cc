// How tables, their indexes and their streams come from one state to the next.
#include <gtest/gtest.h>

#include "basalt/inspect.h"
#include "collecting_listener.h"
#include "engine/catalog/table_operations.h"
#include "engine/jobs/settling.h"
#include "states_world.h"

namespace basalt::states_test {

const std::vector<std::string> kNothing;

TEST(TableStates, ATableIsCreatingUntilTheDelayIsOver) {
  StatesWorld world;
  world.Create(TableWithIndex());
  for (const auto step : {milliseconds(0), milliseconds(kDelay) - milliseconds(1)}) {
    world.clock.Advance(step);
    const TableDescription table = world.Table();
    EXPECT_EQ(table.table_status, TableStatus::kCreating);
    EXPECT_FALSE(table.billing_mode_summary->last_update_to_pay_per_request);
    EXPECT_EQ(world.Index().index_status, IndexStatus::kCreating);
    EXPECT_FALSE(world.Index().backfilling);
  }
  world.clock.Advance(milliseconds(1));
  const TableDescription table = world.Table();
  EXPECT_EQ(table.table_status, TableStatus::kActive);
  EXPECT_EQ(table.billing_mode_summary->last_update_to_pay_per_request, table.creation_date_time);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kActive);
  EXPECT_EQ(world.Put({{"a", Text("1")}, {"b", Text("2")}}), kDone);
  EXPECT_EQ(world.ScanIndex("index"), kDone);
}

TEST(TableStates, ThroughputChangesAtTheEnd) {
  StatesWorld world;
  world.CreateActive(ProvisionedTable("table", "a", "a"));
  world.Update(Throughput(7));
  EXPECT_EQ(world.Status(), TableStatus::kUpdating);
  EXPECT_EQ(world.Table().provisioned_throughput.read_capacity_units, 5);
  EXPECT_EQ(world.Put(), kDone);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Status(), TableStatus::kActive);
  EXPECT_EQ(world.Table().provisioned_throughput.read_capacity_units, 7);
}

TEST(TableStates, AnIndexIsAllocatedThenBackfilled) {
  StatesWorld world;
  world.CreateActive(OnDemandTable("table", "a", "a"));
  EXPECT_EQ(world.Put({{"a", Text("1")}, {"b", Text("2")}}), kDone);
  world.Update(CreateIndex("table", "b", Global("index", "b")));

  EXPECT_EQ(world.Status(), TableStatus::kUpdating);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kCreating);
  EXPECT_EQ(world.Index().backfilling, false);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Status(), TableStatus::kActive);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kCreating);
  EXPECT_EQ(world.Index().backfilling, true);
  EXPECT_EQ(world.Put({{"a", Text("2")}, {"b", Text("2")}}), kDone);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kActive);
  EXPECT_FALSE(world.Index().backfilling);
  EXPECT_EQ(world.Index().item_count, 2);
  EXPECT_EQ(world.ScanIndex("index"), kDone);
}

TEST(TableStates, AnIndexIsUpdatingForLongerThanItsTable) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  world.Update(IndexThroughput("index", 7));
  EXPECT_EQ(world.Status(), TableStatus::kUpdating);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kUpdating);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Status(), TableStatus::kActive);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kUpdating);
  EXPECT_EQ(world.Index().provisioned_throughput.read_capacity_units, 5);
  EXPECT_EQ(world.ScanIndex("index"), kDone);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kActive);
  EXPECT_EQ(world.Index().provisioned_throughput.read_capacity_units, 7);
}

TEST(TableStates, AnIndexThatIsDeletedIsSeenForAWhile) {
  StatesWorld world;
  world.CreateActive(TableWithIndex());
  EXPECT_EQ(world.Put({{"a", Text("1")}, {"b", Text("2")}}), kDone);
  world.Update(DeleteIndex("table", "index"));
  for (const auto status : {TableStatus::kUpdating, TableStatus::kActive}) {
    EXPECT_EQ(world.Status(), status);
    EXPECT_EQ(world.Index().index_status, IndexStatus::kDeleting);
    EXPECT_EQ(world.Table().attribute_definitions.size(), 1U);
    EXPECT_EQ(world.ScanIndex("index"), "The table does not have the specified index: index");
    EXPECT_EQ(world.Put({{"a", Text("2")}, {"b", Count(3)}}), kDone);  // No key of it any more.
    world.clock.Advance(kDelay);
  }
  EXPECT_TRUE(world.Table().global_secondary_indexes.empty());
}

TEST(TableStates, ATableThatIsDeletedIsSeenForAWhile) {
  StatesWorld world;
  world.CreateActive(TableWithIndex());
  EXPECT_EQ(world.Put(), kDone);
  ASSERT_TRUE(world.database->DeleteTable({"table"}));
  EXPECT_EQ(world.Status(), TableStatus::kDeleting);
  EXPECT_EQ(world.Table().item_count, 0);
  EXPECT_EQ(world.database->ListTables({})->table_names, std::vector<std::string>{"table"});
  world.clock.Advance(kDelay);
  EXPECT_EQ(MessageOf(world.database->DescribeTable({"table"})),
            "Requested resource not found: Table: table not found");
  EXPECT_EQ(world.database->ListTables({})->table_names, kNothing);

  world.CreateActive(OnDemandTable("table", "a", "a"));
  EXPECT_EQ(world.Status(), TableStatus::kActive);
  EXPECT_EQ(world.Table().item_count, 0);
}

TEST(TableStates, NamesThatAreFreeDoNotFillAPage) {
  StatesWorld world;
  for (const char* name : {"first", "second", "third"}) {
    world.Create(OnDemandTable(name, "a", "a"));
  }
  world.clock.Advance(kDelay);
  ASSERT_TRUE(world.database->DeleteTable({"first"}));
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.database->ListTables({std::nullopt, 2})->table_names,
            (std::vector<std::string>{"second", "third"}));
}

TEST(TableStates, StreamsAreEnablingAndDisabling) {
  StatesWorld world;
  CreateTableRequest request = OnDemandTable("table", "a", "a");
  request.stream_specification = {.stream_enabled = true,
                                  .stream_view_type = StreamViewType::kKeysOnly};
  world.Create(request);
  const std::string arn = *world.Table().latest_stream_arn;
  const auto status = [&] {
    return world.database->DescribeStream({.stream_arn = arn})->stream_status;
  };
  EXPECT_EQ(status(), StreamStatus::kEnabling);
  world.clock.Advance(kDelay);
  EXPECT_EQ(status(), StreamStatus::kEnabled);
  ASSERT_TRUE(world.database->DeleteTable({"table"}));
  EXPECT_EQ(status(), StreamStatus::kDisabling);
  world.clock.Advance(kDelay);
  EXPECT_EQ(status(), StreamStatus::kDisabled);
}

// An index that is updated, a table that is deleted, and one that is created with a stream.
void BeginAll(StatesWorld& world) {
  world.Create(ProvisionedTableWithIndex());
  world.Create(OnDemandTable("gone", "a", "a"));
  world.clock.Advance(kDelay);
  world.Update(IndexThroughput("index", 7));
  ASSERT_TRUE(world.database->DeleteTable({"gone"}));
  CreateTableRequest request = OnDemandTable("new", "a", "a");
  request.stream_specification = {.stream_enabled = true,
                                  .stream_view_type = StreamViewType::kKeysOnly};
  world.Create(request);
}

StreamStatus StreamOfNew(StatesWorld& world) {
  const std::string arn = *DescribeOf(*world.database, "new").latest_stream_arn;
  return world.database->DescribeStream({.stream_arn = arn})->stream_status;
}

void ExpectTheirEnds(StatesWorld& world) {
  EXPECT_EQ(world.Status(), TableStatus::kActive);
  EXPECT_FALSE(world.database->DescribeTable({"gone"}));
  EXPECT_EQ(DescribeOf(*world.database, "new").table_status, TableStatus::kActive);
  EXPECT_EQ(StreamOfNew(world), StreamStatus::kEnabled);
}

TEST(TableStates, OutliveARestart) {
  const TemporaryFolder folder;
  StatesWorld world(folder.path());
  BeginAll(world);
  world.clock.Advance(kDelay / 2);
  world.Open();
  EXPECT_EQ(world.Status(), TableStatus::kUpdating);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kUpdating);
  EXPECT_EQ(DescribeOf(*world.database, "gone").table_status, TableStatus::kDeleting);
  EXPECT_EQ(DescribeOf(*world.database, "new").table_status, TableStatus::kCreating);
  EXPECT_EQ(StreamOfNew(world), StreamStatus::kEnabling);

  world.database.reset();
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->problems, kNothing);

  world.Open();
  world.clock.Advance(kDelay / 2);
  ExpectTheirEnds(world);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kUpdating);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Index().provisioned_throughput.read_capacity_units, 7);
}

TEST(TableStates, LastNoLongerThanTheDelayAfterARestart) {
  const TemporaryFolder folder;
  StatesWorld world(folder.path());
  world.clock.Advance(hours(24));  // A clock that will not show that again so soon.
  BeginAll(world);
  world.database.reset();
  world.clock.Advance(-hours(24));
  world.Open();
  EXPECT_EQ(world.Status(), TableStatus::kUpdating);
  world.clock.Advance(kDelay);
  ExpectTheirEnds(world);
  world.clock.Advance(kDelay);
  EXPECT_EQ(world.Index().index_status, IndexStatus::kActive);
}

TEST(TableStates, EndAtOnceWithoutADelay) {
  const TemporaryFolder folder;
  StatesWorld world(folder.path());
  BeginAll(world);
  world.Open(hours(1), milliseconds(0));
  ExpectTheirEnds(world);
  EXPECT_EQ(world.Index().provisioned_throughput.read_capacity_units, 7);
}

TEST(TableStates, EndsAreStoredByAJob) {
  VirtualClock clock;
  clock.Freeze();
  const auto store = *Store::Open({});
  const CatalogSettings settings{.account = {}, .clock = &clock, .state_delay = kDelay};
  const auto catalog = *Catalog::Load(*store, settings);
  TableOperations tables(*store, *catalog, clock, [](const std::string&) {});
  ASSERT_TRUE(tables.Create(OnDemandTable("gone", "a", "a")));
  ASSERT_TRUE(tables.Create(OnDemandTable("table", "a", "a")));
  clock.Advance(kDelay);
  ASSERT_TRUE(tables.Delete({"gone"}));
  clock.Advance(kDelay);
  engine_test::CollectingListener listener;
  StoreSettledTables(*store, *catalog, listener);
  EXPECT_EQ(listener.lines(), std::vector<std::string>());

  clock.Advance(-hours(24));
  const auto reloaded = *Catalog::Load(*store, settings);
  EXPECT_EQ(reloaded->Names(), std::vector<std::string>{"table"});
  EXPECT_EQ(reloaded->Find("table")->description.table_status, TableStatus::kActive);
}

}  // namespace basalt::states_test
