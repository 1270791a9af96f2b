// What UpdateTable changes, and what it refuses in AWS's words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "basalt/virtual_clock.h"
#include "tables_world.h"

namespace basalt::tables_update_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.

const std::string kInvalid = "One or more parameter values were invalid: ";

// "ondemand": a (S), b (S) and the index "old" on z (S). "provisioned": 5 and 5 units, the same
// index, and a local index "local".
std::unique_ptr<Database> TwoTables() {
  auto database = OpenDatabase();
  CreateTableRequest request = OnDemandTable("ondemand", "a b z", "a #b");
  request.global_secondary_indexes = {Global("old", "z")};
  EXPECT_TRUE(database->CreateTable(request));

  request = ProvisionedTable("provisioned", "a b z", "a #b");
  request.global_secondary_indexes = {Global("old", "z")};
  request.global_secondary_indexes->front().provisioned_throughput = {5, 5};
  request.local_secondary_indexes = {Local("local", "a #b")};
  EXPECT_TRUE(database->CreateTable(request));
  return database;
}

template <typename Change>
UpdateTableRequest Changed(std::string table, Change change) {
  UpdateTableRequest request = UpdateOf(std::move(table));
  change(request);
  return request;
}

UpdateTableRequest WithThroughput(std::string table, ProvisionedThroughput throughput) {
  return Changed(std::move(table),
                 [&](auto& request) { request.provisioned_throughput = throughput; });
}

UpdateGlobalSecondaryIndex ChangeIndex(std::string index, ProvisionedThroughput throughput) {
  UpdateGlobalSecondaryIndex change;
  change.index_name = std::move(index);
  change.provisioned_throughput = throughput;
  return change;
}

UpdateTableRequest WithUpdates(std::string table, std::vector<GlobalSecondaryIndexUpdate> updates) {
  return Changed(std::move(table), [&](auto& request) {
    request.global_secondary_index_updates = std::move(updates);
  });
}

CreateGlobalSecondaryIndex NewIndex(std::string name, std::string_view key) {
  return {Global(std::move(name), key)};
}

struct Refusal {
  const char* name;
  std::string message;
  std::function<UpdateTableRequest()> request;
  ErrorCode code = ErrorCode::kValidation;
};

class UpdateTableRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(UpdateTableRefuses, InAwsWords) {
  const auto database = TwoTables();
  const auto updated = database->UpdateTable(GetParam().request());
  ASSERT_FALSE(updated);
  EXPECT_EQ(updated.error().message, GetParam().message);
  EXPECT_EQ(updated.error().code, GetParam().code);
}

std::string NameOfRefusal(const testing::TestParamInfo<Refusal>& refusal) {
  return refusal.param.name;
}

const Refusal kRequests[] = {
    {"Nothing",
     "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
     "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
     [] { return UpdateOf("ondemand"); }},
    {"DefinitionsAlone",
     "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
     "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
     [] {
       return Changed("ondemand",
                      [](auto& request) { request.attribute_definitions = Definitions("q"); });
     }},
    {"ShortName", "TableName must be at least 3 characters long and at most 255 characters long",
     [] { return UpdateOf("ab"); }},
    {"UnknownTable", "Requested resource not found: Table: nothing not found",
     [] {
       return WithThroughput("nothing", {1, 1});
     },
     ErrorCode::kResourceNotFound},
    {"NeitherUpdate",
     kInvalid + "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                "GlobalSecondaryIndexUpdate.Delete must not be null",
     [] { return WithUpdates("ondemand", {std::monostate()}); }},
    {"IndexTwice",
     kInvalid + "Only one global secondary index update per index is allowed simultaneously. "
                "Index: old",
     [] {
       return WithUpdates("provisioned",
                          {ChangeIndex("old", {7, 7}), DeleteGlobalSecondaryIndex{"old"}});
     }},
};
INSTANTIATE_TEST_SUITE_P(Requests, UpdateTableRefuses, testing::ValuesIn(kRequests), NameOfRefusal);

const Refusal kBilling[] = {
    {"ThroughputOfOnDemand",
     kInvalid +
         "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
         "is PAY_PER_REQUEST",
     [] {
       return WithThroughput("ondemand", {1, 1});
     }},
    {"ThroughputBecomingOnDemand",
     kInvalid +
         "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
         "is PAY_PER_REQUEST",
     [] {
       UpdateTableRequest request = WithThroughput("provisioned", {1, 1});
       request.billing_mode = BillingMode::kPayPerRequest;
       return request;
     }},
    {"ProvisionedWithoutThroughput",
     kInvalid + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
     [] {
       return Changed("ondemand",
                      [](auto& request) { request.billing_mode = BillingMode::kProvisioned; });
     }},
    {"ProvisionedWithoutIndexThroughput",
     kInvalid + "ProvisionedThroughput must be specified for index: old",
     [] {
       UpdateTableRequest request = WithThroughput("ondemand", {1, 1});
       request.billing_mode = BillingMode::kProvisioned;
       return request;
     }},
    {"SameThroughput",
     "The provisioned throughput for the table will not change. The requested value equals the "
     "current value. Current ReadCapacityUnits provisioned for the table: 5. Requested "
     "ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested "
     "WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for current limits and "
     "how to request higher limits.",
     [] {
       return WithThroughput("provisioned", {5, 5});
     }},
    {"ThroughputOutOfBounds", "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
     [] {
       return WithThroughput("provisioned", {1'000'000'000'001, 5});
     }},
    {"UnknownIndexChanged", "Requested resource not found: Index nothing for table provisioned",
     [] {
       return WithUpdates("provisioned", {ChangeIndex("nothing", {7, 7})});
     },
     ErrorCode::kResourceNotFound},
    {"IndexThroughputOnDemand",
     kInvalid + "ProvisionedThroughput should not be specified for index: old when BillingMode is "
                "PAY_PER_REQUEST",
     [] {
       return WithUpdates("ondemand", {ChangeIndex("old", {7, 7})});
     }},
};
INSTANTIATE_TEST_SUITE_P(Billing, UpdateTableRefuses, testing::ValuesIn(kBilling), NameOfRefusal);

const Refusal kIndexes[] = {
    {"TwoAtOnce",
     "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
     "table",
     [] {
       return WithUpdates("ondemand", {NewIndex("one", "a"), DeleteGlobalSecondaryIndex{"old"}});
     },
     ErrorCode::kLimitExceeded},
    {"KeyUndefined", "Invalid KeySchema: Some index key attribute have no definition",
     [] { return WithUpdates("ondemand", {NewIndex("new", "q")}); }},
    {"SortKeyUndefined", "Invalid KeySchema: Some index key attribute have no definition",
     [] { return CreateIndex("ondemand", "q", Global("new", "q #r")); }},
    {"IndexExists", "Attempting to create an index which already exists",
     [] { return CreateIndex("ondemand", "z", Global("old", "z")); }},
    {"NameOfLocal", kInvalid + "Duplicate index name: local",
     [] { return CreateIndex("provisioned", "z", Global("local", "z")); }},
    {"ThroughputMissing", kInvalid + "ProvisionedThroughput is not specified for index: new",
     [] { return CreateIndex("provisioned", "z", Global("new", "z")); }},
    {"Projection", kInvalid + "Unknown ProjectionType: null",
     [] { return CreateIndex("ondemand", "z", Global("new", "z", {})); }},
    {"UnknownRemoved", "Requested resource not found: Index nothing for table ondemand",
     [] { return DeleteIndex("ondemand", "nothing"); }, ErrorCode::kResourceNotFound},
    {"LocalRemoved", "Requested resource not found: Index local for table provisioned",
     [] { return DeleteIndex("provisioned", "local"); }, ErrorCode::kResourceNotFound},
};
INSTANTIATE_TEST_SUITE_P(Indexes, UpdateTableRefuses, testing::ValuesIn(kIndexes), NameOfRefusal);

const Refusal kSettings[] = {
    {"NoStreamToDisable", "Table has no stream to disable: TableName: ondemand",
     [] {
       return Changed("ondemand", [](auto& request) {
         request.stream_specification = {false, std::nullopt};
       });
     }},
    {"StreamOffWithView",
     kInvalid + "If stream is being disabled, then UpdateViewType must not be specified",
     [] {
       return Changed("ondemand", [](auto& request) {
         request.stream_specification = {false, StreamViewType::kKeysOnly};
       });
     }},
    {"StreamWithThroughput", kInvalid + "You cannot modify stream status while updating table IOPS",
     [] {
       UpdateTableRequest request = WithThroughput("provisioned", {7, 7});
       request.stream_specification = {true, StreamViewType::kKeysOnly};
       return request;
     }},
    {"DefaultEncryptionAgain", kInvalid + "Table is already encrypted by default",
     [] {
       return Changed("ondemand", [](auto& request) {
         request.sse_specification = {false, std::nullopt, std::nullopt};
       });
     }},
    {"MaximumOfProvisioned",
     kInvalid + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table "
                "BillingMode is PROVISIONED",
     [] {
       return Changed("provisioned", [](auto& request) {
         request.on_demand_throughput = {5, std::nullopt};
       });
     }},
};
INSTANTIATE_TEST_SUITE_P(Settings, UpdateTableRefuses, testing::ValuesIn(kSettings), NameOfRefusal);

TEST(UpdateTable, ThroughputChangesAfterTheReply) {
  const auto database = TwoTables();
  const auto updated = database->UpdateTable(WithThroughput("provisioned", {7, 4}));
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->table.table_status, TableStatus::kUpdating);
  EXPECT_EQ(updated->table.provisioned_throughput.read_capacity_units, 5);

  const auto throughput = DescribeOf(*database, "provisioned").provisioned_throughput;
  EXPECT_EQ(throughput.read_capacity_units, 7);
  EXPECT_EQ(throughput.write_capacity_units, 4);
  EXPECT_EQ(throughput.number_of_decreases_today, 1);
  EXPECT_TRUE(throughput.last_increase);
  EXPECT_TRUE(throughput.last_decrease);
}

TEST(UpdateTable, DecreasesAreCountedByTheDay) {
  VirtualClock clock;
  clock.Freeze();
  clock.Set(TimePoint(std::chrono::hours(24 * 20'000 + 22)));
  const auto database = *Database::Open({.clock = &clock});
  CreateTableRequest request;
  request.table_name = "falling";
  request.attribute_definitions = {{"pk", ScalarAttributeType::kS}};
  request.key_schema = {{"pk", KeyType::kHash}};
  request.provisioned_throughput = {9, 9};
  ASSERT_TRUE(database->CreateTable(request));
  std::vector<std::int64_t> decreases;
  for (std::int64_t units = 8; units > 5; --units) {
    ASSERT_TRUE(database->UpdateTable(WithThroughput("falling", {units, 9})));
    decreases.push_back(
        DescribeOf(*database, "falling").provisioned_throughput.number_of_decreases_today);
    clock.Advance(std::chrono::hours(1));
  }
  EXPECT_EQ(decreases, (std::vector<std::int64_t>{1, 2, 1}));
}

TEST(UpdateTable, BillingModeGoesBothWays) {
  const auto database = TwoTables();
  const auto to_on_demand = Changed(
      "provisioned", [](auto& request) { request.billing_mode = BillingMode::kPayPerRequest; });
  ASSERT_TRUE(database->UpdateTable(to_on_demand));
  TableDescription table = DescribeOf(*database, "provisioned");
  EXPECT_EQ(table.billing_mode_summary->billing_mode, BillingMode::kPayPerRequest);
  EXPECT_EQ(table.provisioned_throughput.read_capacity_units, 0);
  EXPECT_EQ(table.global_secondary_indexes[0].provisioned_throughput.read_capacity_units, 0);
  EXPECT_EQ(table.warm_throughput->read_units_per_second, 12'000);

  UpdateTableRequest back = WithUpdates("provisioned", {ChangeIndex("old", {2, 3})});
  back.billing_mode = BillingMode::kProvisioned;
  back.provisioned_throughput = {4, 5};
  const auto updated = database->UpdateTable(back);
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->table.provisioned_throughput.read_capacity_units, 4);
  table = DescribeOf(*database, "provisioned");
  EXPECT_EQ(table.billing_mode_summary->billing_mode, BillingMode::kProvisioned);
  EXPECT_EQ(table.provisioned_throughput.write_capacity_units, 5);
  EXPECT_EQ(table.global_secondary_indexes[0].provisioned_throughput.write_capacity_units, 3);
}

TEST(UpdateTable, IndexThroughputChanges) {
  const auto database = TwoTables();
  const auto updated =
      database->UpdateTable(WithUpdates("provisioned", {ChangeIndex("old", {9, 9})}));
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->table.global_secondary_indexes[0].index_status, IndexStatus::kUpdating);
  const auto index = DescribeOf(*database, "provisioned").global_secondary_indexes[0];
  EXPECT_EQ(index.index_status, IndexStatus::kActive);
  EXPECT_EQ(index.provisioned_throughput.read_capacity_units, 9);
}

TEST(UpdateTable, StreamsGoOnAndOff) {
  const auto database = TwoTables();
  const auto with_stream = [](StreamSpecification stream) {
    return Changed("ondemand", [&](auto& request) { request.stream_specification = stream; });
  };
  ASSERT_TRUE(database->UpdateTable(with_stream({true, StreamViewType::kNewImage})));
  const TableDescription on = DescribeOf(*database, "ondemand");
  EXPECT_EQ(on.stream_specification->stream_view_type, StreamViewType::kNewImage);
  EXPECT_EQ(on.latest_stream_arn, on.table_arn + "/stream/" + *on.latest_stream_label);
  EXPECT_EQ(MessageOf(database->UpdateTable(with_stream({true, StreamViewType::kOldImage}))),
            "Table already has an enabled stream: TableName: ondemand");

  ASSERT_TRUE(database->UpdateTable(with_stream({false, std::nullopt})));
  const TableDescription off = DescribeOf(*database, "ondemand");
  EXPECT_FALSE(off.stream_specification);
  EXPECT_EQ(off.latest_stream_label, on.latest_stream_label);
}

TEST(UpdateTable, EncryptionAndClassChange) {
  const auto database = TwoTables();
  const auto encrypted = Changed("ondemand", [](auto& request) {
    request.sse_specification = {true, SseType::kKms, std::nullopt};
    request.table_class = TableClass::kStandardInfrequentAccess;
  });
  ASSERT_TRUE(database->UpdateTable(encrypted));
  const TableDescription table = DescribeOf(*database, "ondemand");
  EXPECT_EQ(table.sse_description->status, "ENABLED");
  EXPECT_EQ(table.table_class_summary->table_class, TableClass::kStandardInfrequentAccess);
  EXPECT_EQ(MessageOf(database->UpdateTable(encrypted)),
            kInvalid + "Table is already encrypted by given KMSMasterKey");
}

TEST(UpdateTable, AnIndexComesAndGoesWithItsDefinitions) {
  const auto database = TwoTables();
  const auto created =
      database->UpdateTable(CreateIndex("ondemand", "q:N r unused", Global("new", "q #r")));
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->table.table_status, TableStatus::kUpdating);
  EXPECT_EQ(created->table.global_secondary_indexes[1].index_status, IndexStatus::kCreating);
  TableDescription table = DescribeOf(*database, "ondemand");
  EXPECT_EQ(table.attribute_definitions, Definitions("a b z q:N r"));
  EXPECT_EQ(table.global_secondary_indexes[1].index_status, IndexStatus::kActive);
  EXPECT_EQ(MessageOf(database->UpdateTable(CreateIndex("ondemand", "q", Global("other", "q")))),
            kInvalid + "The AttributeType of q differs from the one that is defined for the table");

  const auto removed = database->UpdateTable(DeleteIndex("ondemand", "new"));
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->table.global_secondary_indexes[1].index_status, IndexStatus::kDeleting);
  table = DescribeOf(*database, "ondemand");
  EXPECT_EQ(table.attribute_definitions, Definitions("a b z"));
  EXPECT_EQ(table.global_secondary_indexes.size(), 1U);
}

}  // namespace basalt::tables_update_test
