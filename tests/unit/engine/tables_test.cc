// The life of tables: what requests answer, what descriptions show, what survives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tables_world.h"

namespace basalt::tables_life_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.
using testing::ElementsAre;

class FixedClock final : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(std::chrono::milliseconds(1'432'155'070'252)); }
};

CreateTableRequest Rich() {
  CreateTableRequest request = OnDemandTable("rich", "a b c:N", "a #b");
  request.local_secondary_indexes = {Local("local", "a #c", Include({"x", "y"}))};
  request.global_secondary_indexes = {
      Global("global", "c #a", {.projection_type = ProjectionType::kKeysOnly})};
  request.stream_specification = {true, StreamViewType::kNewAndOldImages};
  request.sse_specification = {true, SseType::kKms, "alias/mine"};
  request.table_class = TableClass::kStandardInfrequentAccess;
  request.deletion_protection_enabled = true;
  request.on_demand_throughput = {5, 7};
  request.tags = std::vector<Tag>{{"team", "graphs"}};
  return request;
}

void ExpectRich(const TableDescription& table) {
  EXPECT_EQ(table.table_name, "rich");
  EXPECT_EQ(table.attribute_definitions, Definitions("a b c:N"));
  EXPECT_EQ(table.key_schema, Key("a #b"));
  EXPECT_EQ(table.creation_date_time, FixedClock().Now());
  EXPECT_EQ(table.table_arn, "arn:aws:dynamodb:us-east-1:000000000000:table/rich");
  EXPECT_EQ(table.table_id.size(), 36U);
  EXPECT_EQ(table.billing_mode_summary->billing_mode, BillingMode::kPayPerRequest);
  EXPECT_TRUE(table.deletion_protection_enabled);
  EXPECT_EQ(table.on_demand_throughput->max_write_request_units, 7);
  EXPECT_EQ(table.warm_throughput->read_units_per_second, 12'000);
  EXPECT_EQ(table.table_class_summary->table_class, TableClass::kStandardInfrequentAccess);
  EXPECT_EQ(table.sse_description->kms_master_key_arn,
            "arn:aws:kms:us-east-1:000000000000:alias/mine");
  EXPECT_EQ(table.stream_specification->stream_view_type, StreamViewType::kNewAndOldImages);
  EXPECT_EQ(table.latest_stream_label, "2015-05-20T20:51:10.252");
  EXPECT_EQ(table.latest_stream_arn, table.table_arn + "/stream/2015-05-20T20:51:10.252");

  ASSERT_EQ(table.local_secondary_indexes.size(), 1U);
  const auto& local = table.local_secondary_indexes[0];
  EXPECT_EQ(local.index_arn, table.table_arn + "/index/local");
  EXPECT_EQ(local.key_schema, Key("a #c"));
  EXPECT_EQ(local.projection.non_key_attributes, (std::vector<std::string>{"x", "y"}));
  ASSERT_EQ(table.global_secondary_indexes.size(), 1U);
  const auto& global = table.global_secondary_indexes[0];
  EXPECT_EQ(global.index_arn, table.table_arn + "/index/global");
  EXPECT_EQ(global.key_schema, Key("c #a"));
  EXPECT_EQ(global.projection.projection_type, ProjectionType::kKeysOnly);
  EXPECT_FALSE(global.projection.non_key_attributes);
}

TEST(Tables, TheReplySaysCreatingAndThenTheTableIsActive) {
  const FixedClock clock;
  const auto database = OpenDatabase({.clock = &clock});
  const auto created = database->CreateTable(Rich());
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->table.table_status, TableStatus::kCreating);
  EXPECT_EQ(created->table.global_secondary_indexes[0].index_status, IndexStatus::kCreating);
  ExpectRich(created->table);

  const TableDescription described = DescribeOf(*database, "rich");
  EXPECT_EQ(described.table_status, TableStatus::kActive);
  EXPECT_EQ(described.global_secondary_indexes[0].index_status, IndexStatus::kActive);
  ExpectRich(described);
  ExpectRich(DescribeOf(*database, described.table_arn));
}

TEST(Tables, DescriptionsSurviveReopening) {
  const TemporaryFolder folder;
  const FixedClock clock;
  const DatabaseOptions options{.directory = folder.path(), .clock = &clock};
  ASSERT_TRUE(OpenDatabase(options)->CreateTable(Rich()));
  ExpectRich(DescribeOf(*OpenDatabase(options), "rich"));
}

TEST(Tables, ANameIsTakenOnce) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  const auto again = database->CreateTable(OnDemandTable("table", "a", "a"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kResourceInUse);
  EXPECT_EQ(again.error().message, "Table already exists: table");
}

TEST(Tables, ProvisionedTablesShowNoBillingMode) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(ProvisionedTable("table", "a", "a")));
  const TableDescription table = DescribeOf(*database, "table");
  EXPECT_FALSE(table.billing_mode_summary);
  EXPECT_EQ(table.provisioned_throughput.read_capacity_units, 5);
  EXPECT_EQ(table.warm_throughput->write_units_per_second, 5);
}

TEST(Tables, CountsAndSizesAreExactAndSurvive) {
  const TemporaryFolder folder;
  const DatabaseOptions options{.directory = folder.path(), .durability = Durability::kInterval};
  auto database = OpenDatabase(options);
  CreateTableRequest request = OnDemandTable("table", "a b", "a");
  request.global_secondary_indexes = {
      Global("index", "b", {.projection_type = ProjectionType::kKeysOnly})};
  ASSERT_TRUE(database->CreateTable(request));
  PutInto(*database, "table", {{"a", Text("1")}, {"b", Text("x")}, {"c", Text("12345")}});
  PutInto(*database, "table", {{"a", Text("2")}});
  PutInto(*database, "table", {{"a", Text("2")}, {"c", Text("1")}});

  for (int round = 0; round < 2; ++round) {
    const TableDescription table = DescribeOf(*database, "table");
    EXPECT_EQ(table.item_count, 2);
    EXPECT_EQ(table.table_size_bytes, 14);
    EXPECT_EQ(table.global_secondary_indexes[0].item_count, 1);
    EXPECT_EQ(table.global_secondary_indexes[0].index_size_bytes, 4);
    database.reset();
    database = OpenDatabase(options);
  }
}

TEST(Tables, ListsPageByPageInOrder) {
  const auto database = OpenDatabase();
  for (const char* name : {"ccc", "aaa", "bbb"}) {
    ASSERT_TRUE(database->CreateTable(OnDemandTable(name, "a", "a")));
  }
  const auto all = database->ListTables({});
  EXPECT_THAT(all->table_names, ElementsAre("aaa", "bbb", "ccc"));
  EXPECT_FALSE(all->last_evaluated_table_name);

  const auto first = database->ListTables({.limit = 2});
  EXPECT_THAT(first->table_names, ElementsAre("aaa", "bbb"));
  EXPECT_EQ(first->last_evaluated_table_name, "bbb");
  const auto rest = database->ListTables({.exclusive_start_table_name = "bbb", .limit = 2});
  EXPECT_THAT(rest->table_names, ElementsAre("ccc"));
  EXPECT_FALSE(rest->last_evaluated_table_name);
  EXPECT_THAT(database->ListTables({.exclusive_start_table_name = "aab"})->table_names,
              ElementsAre("bbb", "ccc"));

  EXPECT_EQ(
      MessageOf(database->ListTables({.exclusive_start_table_name = "a", .limit = 101})),
      "2 validation errors detected: Value 'a' at 'exclusiveStartTableName' failed to satisfy "
      "constraint: Member must have length greater than or equal to 3; Value '101' at 'limit' "
      "failed to satisfy constraint: Member must have value less than or equal to 100");
}

TEST(Tables, AnUnknownTableIsNotFound) {
  const auto database = OpenDatabase();
  const auto described = database->DescribeTable({"nothing"});
  ASSERT_FALSE(described);
  EXPECT_EQ(described.error().code, ErrorCode::kResourceNotFound);
  EXPECT_EQ(described.error().message, "Requested resource not found: Table: nothing not found");
  EXPECT_EQ(MessageOf(database->DeleteTable({"nothing"})), described.error().message);
  EXPECT_EQ(MessageOf(database->DescribeTable({"ab"})),
            "TableName must be at least 3 characters long and at most 255 characters long");
  EXPECT_EQ(MessageOf(database->DescribeTable({"a;b"})),
            "1 validation error detected: Value 'a;b' at 'tableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

TEST(Tables, DeletingTakesEverythingAlong) {
  const auto database = OpenDatabase();
  CreateTableRequest request = OnDemandTable("table", "a b", "a");
  request.global_secondary_indexes = {Global("index", "b")};
  ASSERT_TRUE(database->CreateTable(request));
  PutInto(*database, "table", {{"a", Text("1")}, {"b", Text("x")}});

  const auto deleted = database->DeleteTable({"table"});
  ASSERT_TRUE(deleted) << deleted.error().message;
  EXPECT_EQ(deleted->table.table_status, TableStatus::kDeleting);
  EXPECT_EQ(deleted->table.item_count, 1);
  EXPECT_TRUE(database->ListTables({})->table_names.empty());

  ASSERT_TRUE(database->CreateTable(request));
  EXPECT_EQ(DescribeOf(*database, "table").item_count, 0);
  ScanRequest scan;
  scan.table_name = "table";
  EXPECT_EQ(database->Scan(scan)->count, 0);
  scan.index_name = "index";
  EXPECT_EQ(database->Scan(scan)->count, 0);
}

TEST(Tables, DeletionProtectionProtects) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(Rich()));
  const auto refused = database->DeleteTable({"rich"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kValidation);
  EXPECT_EQ(refused.error().message,
            "Resource cannot be deleted as it is currently protected against deletion. Disable "
            "deletion protection first.");

  UpdateTableRequest update = UpdateOf("rich");
  update.deletion_protection_enabled = false;
  ASSERT_TRUE(database->UpdateTable(update));
  EXPECT_TRUE(database->DeleteTable({"rich"}));
}

TEST(Tables, LimitsAreAws) {
  const auto limits = OpenDatabase()->DescribeLimits();
  EXPECT_EQ(limits->account_max_read_capacity_units, 80'000);
  EXPECT_EQ(limits->table_max_write_capacity_units, 40'000);
}

}  // namespace basalt::tables_life_test
