// What operations answer while a table or an index is being created, updated or deleted.
// Sources: API reference, ResourceInUseException and GlobalSecondaryIndexDescription; developer
// guide, "Managing global secondary indexes"; messages as users quote them.
#include <gtest/gtest.h>

#include <functional>

#include "states_world.h"

namespace basalt::states_answers_test {

using namespace states_test;  // NOLINT: the vocabulary of these tests.

constexpr const char* kArn = "arn:aws:dynamodb:us-east-1:000000000000:table/table";
const std::string kNotFound = "Requested resource not found";
const std::string kCreating = kInUse + "Table is being created: table";
const std::string kUpdating = kInUse + "Table is being updated: table";
const std::string kDeleting = kInUse + "Table is being deleted: table";

// The answer to an operation on the table.
struct Operation {
  const char* name;
  std::function<std::string(Database& database)> call;
};

template <typename Request>
Request OfTable() {
  Request request;
  request.table_name = "table";
  return request;
}

const Item kKey{{"a", Text("1")}};

const Operation kDataOperations[] = {
    {"PutItem",
     [](Database& database) {
       auto request = OfTable<PutItemRequest>();
       request.item = kKey;
       return MessageOf(database.PutItem(request));
     }},
    {"GetItem",
     [](Database& database) {
       auto request = OfTable<GetItemRequest>();
       request.key = kKey;
       return MessageOf(database.GetItem(request));
     }},
    {"DeleteItem",
     [](Database& database) {
       auto request = OfTable<DeleteItemRequest>();
       request.key = kKey;
       return MessageOf(database.DeleteItem(request));
     }},
    {"UpdateItem",
     [](Database& database) {
       auto request = OfTable<UpdateItemRequest>();
       request.key = kKey;
       return MessageOf(database.UpdateItem(request));
     }},
    {"BatchGetItem",
     [](Database& database) {
       BatchGetItemRequest request;
       request.request_items.emplace_back("table", KeysAndAttributes{.keys = {kKey}});
       return MessageOf(database.BatchGetItem(request));
     }},
    {"BatchWriteItem",
     [](Database& database) {
       BatchWriteItemRequest request;
       request.request_items.emplace_back("table", std::vector<WriteRequest>{PutRequest{kKey}});
       return MessageOf(database.BatchWriteItem(request));
     }},
    {"TransactGetItems",
     [](Database& database) {
       auto get = OfTable<TransactGet>();
       get.key = kKey;
       TransactGetItemsRequest request;
       request.transact_items.push_back(get);
       return MessageOf(database.TransactGetItems(request));
     }},
    {"TransactWriteItems",
     [](Database& database) {
       auto put = OfTable<TransactPut>();
       put.item = kKey;
       TransactWriteItemsRequest request;
       request.transact_items.push_back(put);
       return MessageOf(database.TransactWriteItems(request));
     }},
    {"Query",
     [](Database& database) {
       auto request = OfTable<QueryRequest>();
       request.key_condition_expression = "a = :a";
       request.expression_attribute_values = Item{{":a", Text("1")}};
       return MessageOf(database.Query(request));
     }},
    {"Scan", [](Database& database) { return MessageOf(database.Scan(OfTable<ScanRequest>())); }},
};

// Those that change settings and may not while the table is in use.
const Operation kSettingOperations[] = {
    {"UpdateTable",
     [](Database& database) { return MessageOf(database.UpdateTable(Protection(true))); }},
    {"UpdateTimeToLive",
     [](Database& database) {
       return MessageOf(database.UpdateTimeToLive({"table", {true, "ttl"}}));
     }},
    {"PutResourcePolicy",
     [](Database& database) {
       return MessageOf(database.PutResourcePolicy({kArn, "{}", std::nullopt}));
     }},
    {"DeleteResourcePolicy",
     [](Database& database) {
       return MessageOf(database.DeleteResourcePolicy({kArn, std::nullopt}));
     }},
    {"EnableKinesisStreamingDestination",
     [](Database& database) {
       return MessageOf(database.EnableKinesisStreamingDestination(
           {"table", "arn:aws:kinesis:us-east-1:000000000000:stream/s", std::nullopt}));
     }},
};

template <std::size_t size>
void ExpectAll(const Operation (&operations)[size], Database& database, const std::string& answer) {
  for (const Operation& operation : operations) {
    EXPECT_EQ(operation.call(database), answer) << operation.name;
  }
}

std::string TagAnswer(Database& database) {
  return MessageOf(database.TagResource({kArn, {{"key", "value"}}}));
}

std::string Delete(Database& database) { return MessageOf(database.DeleteTable({"table"})); }

TEST(TableStatesAnswers, OfATableThatIsBeingCreated) {
  StatesWorld world;
  world.Create(TableWithIndex());
  ExpectAll(kDataOperations, *world.database, kNotFound);
  ExpectAll(kSettingOperations, *world.database, kCreating);
  EXPECT_EQ(world.ScanIndex("index"), kNotFound);
  EXPECT_EQ(Delete(*world.database), kCreating);
  EXPECT_EQ(MessageOf(world.database->CreateTable(TableWithIndex())), kCreating);

  const std::string not_tagged = kNotFound + ": ResourcArn: " + kArn + " not found";
  EXPECT_EQ(TagAnswer(*world.database), not_tagged);
  EXPECT_EQ(MessageOf(world.database->UntagResource({kArn, {"key"}})), not_tagged);
  EXPECT_EQ(MessageOf(world.database->ListTagsOfResource({kArn})), not_tagged);

  const auto backups = world.database->UpdateContinuousBackups({"table", {true, std::nullopt}});
  ASSERT_FALSE(backups);
  EXPECT_EQ(backups.error().code, ErrorCode::kContinuousBackupsUnavailable);
  EXPECT_EQ(backups.error().message,
            "Backups are being enabled for the table: table. Please retry later");
}

TEST(TableStatesAnswers, OfATableThatIsBeingUpdated) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  world.Update(Protection(false));
  ExpectAll(kDataOperations, *world.database, kDone);
  ExpectAll(kSettingOperations, *world.database, kUpdating);
  EXPECT_EQ(TagAnswer(*world.database), kUpdating);
  EXPECT_EQ(MessageOf(world.database->ListTagsOfResource({kArn})), kDone);
  EXPECT_EQ(Delete(*world.database), kUpdating);
  EXPECT_EQ(MessageOf(world.database->UpdateTable(Throughput(7))), kUpdating);
  EXPECT_EQ(MessageOf(world.database->CreateTable(TableWithIndex())),
            "Table already exists: table");
}

TEST(TableStatesAnswers, OfThroughputThatIsBeingUpdated) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  world.Update(Throughput(7));
  EXPECT_EQ(MessageOf(world.database->UpdateTable(Throughput(8))),
            kInUse + "Table IOPS are currently being updated. Table: table");
  EXPECT_EQ(MessageOf(world.database->UpdateTable(IndexThroughput("index", 8))), kUpdating);
  world.clock.Advance(kDelay);
  world.Update(Throughput(8));
}

TEST(TableStatesAnswers, OfATableThatIsBeingDeleted) {
  StatesWorld world;
  world.CreateActive(TableWithIndex());
  EXPECT_EQ(world.Put(), kDone);
  EXPECT_EQ(Delete(*world.database), kDone);
  ExpectAll(kDataOperations, *world.database, kNotFound);
  ExpectAll(kSettingOperations, *world.database, kDeleting);
  EXPECT_EQ(MessageOf(world.database->CreateTable(TableWithIndex())), kDeleting);
  EXPECT_EQ(TagAnswer(*world.database), kNotFound + ": ResourcArn: " + kArn + " not found");
  EXPECT_EQ(MessageOf(world.database->UpdateContinuousBackups({"table", {true, std::nullopt}})),
            "Table not found: table");

  const auto again = world.database->DeleteTable({"table"});  // No error, as AWS says.
  ASSERT_TRUE(again);
  EXPECT_EQ(again->table.table_status, TableStatus::kDeleting);
  world.clock.Advance(kDelay);
  EXPECT_EQ(Delete(*world.database), kNotFound + ": Table: table not found");
}

const std::string kOnlyOne =
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per "
    "table";
const std::string kIndexesBusy =
    kInUse + "Cannot delete table while indexes are being created, updated, or deleted.";

TEST(TableStatesAnswers, OfAnIndexThatIsBeingCreated) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  EXPECT_EQ(world.Put(), kDone);
  auto index = Global("new", "b");
  index.provisioned_throughput = {5, 5};
  world.Update(CreateIndex("table", "b", index));
  const std::string unreadable = "Cannot read from backfilling global secondary index: new";

  EXPECT_EQ(world.ScanIndex("new"), unreadable);
  EXPECT_EQ(MessageOf(world.database->UpdateTable(DeleteIndex("table", "new"))), kUpdating);
  EXPECT_EQ(Delete(*world.database), kUpdating);

  world.clock.Advance(kDelay);
  EXPECT_EQ(world.ScanIndex("new"), unreadable);
  EXPECT_EQ(world.ScanIndex("index"), kDone);
  EXPECT_EQ(Delete(*world.database), kIndexesBusy);
  index.index_name = "another";
  EXPECT_EQ(MessageOf(world.database->UpdateTable(CreateIndex("table", "b", index))), kOnlyOne);
  EXPECT_EQ(MessageOf(world.database->UpdateTable(DeleteIndex("table", "index"))), kOnlyOne);
  world.Update(IndexThroughput("new", 9));  // It may change while it is being built.
  const auto changed = world.Table().global_secondary_indexes.at(1);
  EXPECT_EQ(changed.index_status, IndexStatus::kCreating);
  EXPECT_EQ(changed.backfilling, true);
  EXPECT_EQ(changed.provisioned_throughput.read_capacity_units, 9);
}

TEST(TableStatesAnswers, OfAnIndexThatGoesWhileItIsBuilt) {
  StatesWorld world;
  world.CreateActive(OnDemandTable("table", "a", "a"));
  world.Update(CreateIndex("table", "b", Global("new", "b")));
  world.clock.Advance(kDelay);
  world.Update(DeleteIndex("table", "new"));
  EXPECT_EQ(world.Index().index_status, IndexStatus::kDeleting);
  EXPECT_FALSE(world.Index().backfilling);
  world.clock.Advance(2 * kDelay);
  EXPECT_EQ(Delete(*world.database), kDone);
}

TEST(TableStatesAnswers, OfAnIndexThatIsBeingUpdated) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  world.Update(IndexThroughput("index", 7));
  world.clock.Advance(kDelay);
  const std::string updating = kInUse + "Index is being updated.  Table: table Index: index";
  EXPECT_EQ(MessageOf(world.database->UpdateTable(IndexThroughput("index", 8))), updating);
  EXPECT_EQ(MessageOf(world.database->UpdateTable(DeleteIndex("table", "index"))), updating);
  UpdateTableRequest on_demand = UpdateOf("table");
  on_demand.billing_mode = BillingMode::kPayPerRequest;
  EXPECT_EQ(MessageOf(world.database->UpdateTable(on_demand)), updating);
  EXPECT_EQ(Delete(*world.database), kIndexesBusy);
  EXPECT_EQ(world.ScanIndex("index"), kDone);
  world.Update(Throughput(8));
}

TEST(TableStatesAnswers, OfAnIndexThatIsBeingDeleted) {
  StatesWorld world;
  world.CreateActive(ProvisionedTableWithIndex());
  world.Update(DeleteIndex("table", "index"));
  world.clock.Advance(kDelay);
  const std::string deleting = kInUse + "Index is being deleted.  Table: table Index: index";
  EXPECT_EQ(MessageOf(world.database->UpdateTable(IndexThroughput("index", 8))), deleting);
  EXPECT_EQ(MessageOf(world.database->UpdateTable(DeleteIndex("table", "index"))), deleting);
  auto index = Global("index", "b");
  index.provisioned_throughput = {5, 5};
  EXPECT_EQ(MessageOf(world.database->UpdateTable(CreateIndex("table", "b", index))), kOnlyOne);
  EXPECT_EQ(Delete(*world.database), kIndexesBusy);
  world.clock.Advance(kDelay);
  world.Update(CreateIndex("table", "b", index));
}

TEST(TableStatesAnswers, ProtectionIsSeenBeforeStates) {
  StatesWorld world;
  world.CreateActive(OnDemandTable("table", "a", "a"));
  world.Update(Protection(true));
  EXPECT_EQ(Delete(*world.database),
            "Resource cannot be deleted as it is currently protected against deletion. Disable "
            "deletion protection first.");
  world.clock.Advance(kDelay);
  world.Update(Protection(false));
  world.clock.Advance(kDelay);
  EXPECT_EQ(Delete(*world.database), kDone);
}

}  // namespace basalt::states_answers_test
