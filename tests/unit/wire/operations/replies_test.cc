// From what the database answers to a reply's JSON.
#include <gtest/gtest.h>

#include <string>

#include "basalt/value_builder.h"
#include "tests/unit/wire/operations/recording_database.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

class Replies : public testing::Test {
 protected:
  std::string ReplyTo(const char* operation, std::string body) {
    const Result<std::string> reply = FindOperation(operation)->handler(database_, body);
    return reply ? *reply : reply.error().message;
  }

  RecordingDatabase database_;
};

EncodedItem EncodedX() { return *Encode(Item{{"pk", {std::string("x")}}}); }

ConsumedCapacity CapacityOfHalf() { return {.table_name = "notes", .capacity_units = 0.5}; }

TEST_F(Replies, GetItem) {
  const char* request = R"({"TableName":"notes","Key":{}})";
  EXPECT_EQ(ReplyTo("GetItem", request), "{}");
  database_.get_item.response = {.item = EncodedX(), .consumed_capacity = CapacityOfHalf()};
  EXPECT_EQ(ReplyTo("GetItem", request),
            R"({"ConsumedCapacity":{"CapacityUnits":0.5,"TableName":"notes"},)"
            R"("Item":{"pk":{"S":"x"}}})");
}

TEST_F(Replies, PutItem) {
  const char* request = R"({"TableName":"notes","Item":{}})";
  EXPECT_EQ(ReplyTo("PutItem", request), "{}");
  ConsumedCapacity consumed{.table_name = "notes", .capacity_units = 3};
  consumed.table = Capacity{.capacity_units = 1};
  consumed.global_secondary_indexes["gsi"] = {.capacity_units = 2};
  database_.put_item.response = {
      .attributes = EncodedX(),
      .consumed_capacity = consumed,
      .item_collection_metrics = ItemCollectionMetrics{.item_collection_key = EncodedX()}};
  EXPECT_EQ(ReplyTo("PutItem", request),
            R"({"Attributes":{"pk":{"S":"x"}},"ConsumedCapacity":{"CapacityUnits":3.0,)"
            R"("GlobalSecondaryIndexes":{"gsi":{"CapacityUnits":2.0}},)"
            R"("Table":{"CapacityUnits":1.0},"TableName":"notes"},)"
            R"("ItemCollectionMetrics":{"ItemCollectionKey":{"pk":{"S":"x"}},)"
            R"("SizeEstimateRangeGB":[0.0,1.0]}})");
}

TEST_F(Replies, Pages) {
  const char* request = R"({"TableName":"notes"})";
  EXPECT_EQ(ReplyTo("Scan", request), R"({"Count":0,"ScannedCount":0})");
  ItemList items;
  items.Append(EncodedX().view());
  items.Append(ItemView());
  database_.query.response = {
      .items = items, .count = 2, .scanned_count = 5, .last_evaluated_key = EncodedX()};
  EXPECT_EQ(ReplyTo("Query", request), R"({"Count":2,"Items":[{"pk":{"S":"x"}},{}],)"
                                       R"("LastEvaluatedKey":{"pk":{"S":"x"}},"ScannedCount":5})");
}

TEST_F(Replies, Batches) {
  const char* get = R"({"RequestItems":{"abc":{"Keys":[{}]}}})";
  EXPECT_EQ(ReplyTo("BatchGetItem", get), R"({"Responses":{},"UnprocessedKeys":{}})");
  ItemList items;
  items.Append(EncodedX().view());
  database_.batch_get_item.response.responses.emplace_back("abc", items);
  KeysAndAttributes left;
  left.keys.emplace_back(EncodedX());
  left.projection_expression = "#a";
  left.expression_attribute_names.emplace()["#a"] = "a\"";
  database_.batch_get_item.response.unprocessed_keys.emplace_back("abd", left);
  database_.batch_get_item.response.consumed_capacity = {CapacityOfHalf()};
  EXPECT_EQ(ReplyTo("BatchGetItem", get),
            R"({"ConsumedCapacity":[{"CapacityUnits":0.5,"TableName":"notes"}],)"
            R"("Responses":{"abc":[{"pk":{"S":"x"}}]},"UnprocessedKeys":{"abd":{)"
            R"("ConsistentRead":false,"ExpressionAttributeNames":{"#a":"a\""},)"
            R"("Keys":[{"pk":{"S":"x"}}],"ProjectionExpression":"#a"}}})");

  const char* write = R"({"RequestItems":{"abc":[{"PutRequest":{"Item":{}}}]}})";
  EXPECT_EQ(ReplyTo("BatchWriteItem", write), R"({"UnprocessedItems":{}})");
  database_.batch_write_item.response.unprocessed_items.emplace_back(
      "abc", std::vector<WriteRequest>{PutRequest{EncodedX()}, DeleteRequest{EncodedX()}});
  EXPECT_EQ(ReplyTo("BatchWriteItem", write),
            R"({"UnprocessedItems":{"abc":[{"PutRequest":{"Item":{"pk":{"S":"x"}}}},)"
            R"({"DeleteRequest":{"Key":{"pk":{"S":"x"}}}}]}})");
}

TEST_F(Replies, Transactions) {
  EXPECT_EQ(
      ReplyTo("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"abc","Item":{}}}]})"),
      "{}");
  database_.transact_get_items.response.items = {EncodedX(), std::nullopt};
  EXPECT_EQ(
      ReplyTo("TransactGetItems", R"({"TransactItems":[{"Get":{"TableName":"abc","Key":{}}}]})"),
      R"({"Responses":[{"Item":{"pk":{"S":"x"}}},{}]})");
}

TEST_F(Replies, ListTables) {
  database_.list_tables.response = {.table_names = {"abc", "abd"},
                                    .last_evaluated_table_name = "abd"};
  EXPECT_EQ(ReplyTo("ListTables", "{}"),
            R"({"LastEvaluatedTableName":"abd","TableNames":["abc","abd"]})");
}

TEST_F(Replies, DescribeLimits) {
  EXPECT_EQ(ReplyTo("DescribeLimits", "{}"),
            R"({"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,)"
            R"("TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000})");
}

TEST_F(Replies, DescribeEndpointsNamesTheHostAsked) {
  ASSERT_EQ(FindOperation("DescribeEndpoints")->input, Input::kHostHeader);
  EXPECT_EQ(ReplyTo("DescribeEndpoints", "localhost:8000"),
            R"({"Endpoints":[{"Address":"localhost:8000","CachePeriodInMinutes":1440}]})");
}

TEST_F(Replies, SmallTable) {
  TableDescription& table = database_.describe_table.response.table;
  table.table_name = "notes";
  table.attribute_definitions = {{"pk", ScalarAttributeType::kS}};
  table.key_schema = {{"pk", KeyType::kHash}};
  table.creation_date_time = TimePoint(std::chrono::milliseconds(1'363'729'002'358));
  table.table_arn = "arn:aws:dynamodb:us-east-1:000000000000:table/notes";
  table.table_id = "6b1e8a4f-0000-4000-8000-000000000000";
  EXPECT_EQ(ReplyTo("DescribeTable", R"({"TableName":"notes"})"),
            R"({"Table":{"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],)"
            R"("CreationDateTime":1363729002.358,"DeletionProtectionEnabled":false,)"
            R"("ItemCount":0,"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],)"
            R"("ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,)"
            R"("WriteCapacityUnits":0},)"
            R"("TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/notes",)"
            R"("TableId":"6b1e8a4f-0000-4000-8000-000000000000","TableName":"notes",)"
            R"("TableSizeBytes":0,"TableStatus":"ACTIVE"}})");
}

TEST_F(Replies, LargeTable) {
  TableDescription& table = database_.describe_table.response.table;
  const TimePoint second(std::chrono::seconds(1));
  table.billing_mode_summary = {.billing_mode = BillingMode::kPayPerRequest,
                                .last_update_to_pay_per_request = second};
  table.provisioned_throughput.last_increase = second;
  table.local_secondary_indexes.emplace_back().index_arn = "lsi-arn";
  GlobalSecondaryIndexDescription& index = table.global_secondary_indexes.emplace_back();
  index.backfilling = true;
  index.index_status = IndexStatus::kCreating;
  index.projection = {.projection_type = ProjectionType::kInclude, .non_key_attributes = {{"a"}}};
  table.sse_description = {
      .status = "ENABLED", .sse_type = SseType::kKms, .kms_master_key_arn = "k"};
  table.table_class_summary = TableClassSummary{};
  table.stream_specification = {.stream_enabled = true,
                                .stream_view_type = StreamViewType::kKeysOnly};
  table.warm_throughput = {.read_units_per_second = 12'000, .write_units_per_second = 4'000};
  table.on_demand_throughput = {.max_read_request_units = 9, .max_write_request_units = {}};
  const std::string reply = ReplyTo("DescribeTable", R"({"TableName":"notes"})");
  for (const char* part : {
           R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST",)"
           R"("LastUpdateToPayPerRequestDateTime":1.000})",
           R"("ProvisionedThroughput":{"LastIncreaseDateTime":1.000,"NumberOfDecreasesToday":0,)",
           R"("LocalSecondaryIndexes":[{"IndexArn":"lsi-arn","IndexName":"","IndexSizeBytes":0,)"
           R"("ItemCount":0,"KeySchema":[],"Projection":{}}])",
           R"("GlobalSecondaryIndexes":[{"Backfilling":true,"IndexArn":"","IndexName":"",)"
           R"("IndexSizeBytes":0,"IndexStatus":"CREATING","ItemCount":0,"KeySchema":[],)"
           R"("Projection":{"NonKeyAttributes":["a"],"ProjectionType":"INCLUDE"},)",
           R"("SSEDescription":{"KMSMasterKeyArn":"k","SSEType":"KMS","Status":"ENABLED"})",
           R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"})",
           R"("TableClassSummary":{"TableClass":"STANDARD"})",
           R"("WarmThroughput":{"ReadUnitsPerSecond":12000,"Status":"ACTIVE",)"
           R"("WriteUnitsPerSecond":4000})",
           R"("OnDemandThroughput":{"MaxReadRequestUnits":9})",
       }) {
    EXPECT_NE(reply.find(part), std::string::npos) << part << "\nis not in " << reply;
  }
}

}  // namespace
}  // namespace basalt::wire
