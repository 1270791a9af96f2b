// From a request's JSON to what the database is asked, field by field.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/wire/operations/recording_database.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

class Requests : public testing::Test {
 protected:
  void Send(const char* operation, std::string body) {
    const Result<std::string> reply = FindOperation(operation)->handler(database_, body);
    ASSERT_TRUE(reply) << reply.error().message;
  }

  RecordingDatabase database_;
};

const Item kKeyOfX = {{"pk", {std::string("x")}}};

TEST_F(Requests, PutItem) {
  Send("PutItem", R"({"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/notes",
      "Item":{"pk":{"S":"x"}},"ConditionExpression":"#a = :a",
      "ExpressionAttributeNames":{"#a":"size"},"ExpressionAttributeValues":{":a":{"N":"1"}},
      "Expected":{"a":{"Exists":false},
                  "b":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"1"},{}]},
                  "c":{"Value":{"S":"y"}}},
      "ConditionalOperator":"OR","ReturnValues":"ALL_OLD",
      "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnConsumedCapacity":"INDEXES",
      "ReturnItemCollectionMetrics":"SIZE","Unknown":[{}]})");
  const PutItemRequest& request = database_.put_item.request;
  EXPECT_EQ(request.table_name, "arn:aws:dynamodb:us-east-1:000000000000:table/notes");
  EXPECT_EQ(request.item.item.ToItem(), kKeyOfX);
  EXPECT_EQ(request.condition_expression, "#a = :a");
  EXPECT_EQ(request.expression_attribute_names->at("#a"), "size");
  EXPECT_EQ(request.expression_attribute_values->item.ToItem(), (Item{{":a", {Number(1)}}}));
  EXPECT_EQ(request.expected->at("a").exists, false);
  EXPECT_EQ(request.expected->at("b").comparison_operator, ComparisonOperator::kBetween);
  ASSERT_EQ(request.expected->at("b").attribute_value_list->size(), 2U);
  EXPECT_TRUE(request.expected->at("b").attribute_value_list->at(1).fault);
  EXPECT_EQ(request.expected->at("c").value->value->view().AsString(), "y");
  EXPECT_EQ(request.conditional_operator, ConditionalOperator::kOr);
  EXPECT_EQ(request.return_values, ReturnValues::kAllOld);
  EXPECT_EQ(request.return_values_on_condition_check_failure,
            ReturnValuesOnConditionCheckFailure::kAllOld);
  EXPECT_EQ(request.return_consumed_capacity, ReturnConsumedCapacity::kIndexes);
  EXPECT_EQ(request.return_item_collection_metrics, ReturnItemCollectionMetrics::kSize);
}

TEST_F(Requests, AbsentFieldsKeepTheirDefaults) {
  Send("PutItem", R"({"TableName":"notes","Item":{}})");
  const PutItemRequest& request = database_.put_item.request;
  EXPECT_FALSE(request.condition_expression);
  EXPECT_FALSE(request.expression_attribute_names);
  EXPECT_EQ(request.return_values, ReturnValues::kNone);
  EXPECT_EQ(request.return_consumed_capacity, ReturnConsumedCapacity::kNone);
}

TEST_F(Requests, GetItem) {
  Send("GetItem", R"({"TableName":"notes","Key":{"pk":{"S":"x"}},"ConsistentRead":true,
      "ProjectionExpression":"a","ExpressionAttributeNames":{},"AttributesToGet":["a","b"]})");
  const GetItemRequest& request = database_.get_item.request;
  EXPECT_EQ(request.key.item.ToItem(), kKeyOfX);
  EXPECT_TRUE(request.consistent_read);
  EXPECT_EQ(request.projection_expression, "a");
  ASSERT_TRUE(request.expression_attribute_names);
  EXPECT_TRUE(request.expression_attribute_names->empty());
  EXPECT_EQ(request.attributes_to_get, (std::vector<std::string>{"a", "b"}));
}

TEST_F(Requests, UpdateItem) {
  Send("UpdateItem", R"({"TableName":"notes","Key":{},"UpdateExpression":"SET a = :a",
      "AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}},"b":{"Action":"DELETE"}}})");
  const UpdateItemRequest& request = database_.update_item.request;
  EXPECT_EQ(request.update_expression, "SET a = :a");
  EXPECT_EQ(request.attribute_updates->at("a").action, AttributeAction::kAdd);
  EXPECT_FALSE(request.attribute_updates->at("b").value);
}

TEST_F(Requests, BatchesKeepTheOrderOfTables) {
  Send("BatchGetItem", R"({"RequestItems":{"zzz":{"Keys":[{"pk":{"S":"x"}}],
      "ConsistentRead":true},"aaa":{"Keys":[{},{}]}}})");
  const auto& tables = database_.batch_get_item.request.request_items;
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[0].first, "zzz");
  EXPECT_EQ(tables[0].second.keys.at(0).item.ToItem(), kKeyOfX);
  EXPECT_TRUE(tables[0].second.consistent_read);
  EXPECT_EQ(tables[1].second.keys.size(), 2U);
}

TEST_F(Requests, BatchWriteItem) {
  Send("BatchWriteItem", R"({"RequestItems":{"abc":[{"PutRequest":{"Item":{"pk":{"S":"x"}}}},
      {"DeleteRequest":{"Key":{}}},{},{"PutRequest":{"Item":{}},"DeleteRequest":{"Key":{}}}]}})");
  const auto& writes = database_.batch_write_item.request.request_items.at(0).second;
  ASSERT_EQ(writes.size(), 4U);
  EXPECT_EQ(std::get<PutRequest>(writes[0]).item.item.ToItem(), kKeyOfX);
  EXPECT_TRUE(std::holds_alternative<DeleteRequest>(writes[1]));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(writes[2]));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(writes[3]));
}

TEST_F(Requests, QueryAndScan) {
  Send("Query", R"({"TableName":"notes","IndexName":"by-day","Select":"COUNT","Limit":7,
      "KeyConditionExpression":"a = :a","ScanIndexForward":false,
      "ExclusiveStartKey":{"pk":{"S":"x"}},
      "KeyConditions":{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"}]}}})");
  const QueryRequest& query = database_.query.request;
  EXPECT_EQ(query.index_name, "by-day");
  EXPECT_EQ(query.select, Select::kCount);
  EXPECT_EQ(query.limit, 7);
  EXPECT_EQ(query.key_condition_expression, "a = :a");
  EXPECT_FALSE(query.scan_index_forward);
  EXPECT_EQ(query.exclusive_start_key->item.ToItem(), kKeyOfX);
  EXPECT_EQ(query.key_conditions->at("a").comparison_operator, ComparisonOperator::kEq);

  Send("Scan", R"({"TableName":"notes","Segment":0,"TotalSegments":2,"FilterExpression":"b"})");
  EXPECT_EQ(database_.scan.request.segment, 0);
  EXPECT_EQ(database_.scan.request.total_segments, 2);
  EXPECT_EQ(database_.scan.request.filter_expression, "b");
}

TEST_F(Requests, Transactions) {
  Send("TransactWriteItems", R"({"ClientRequestToken":"t","TransactItems":[
      {"Put":{"TableName":"abc","Item":{"pk":{"S":"x"}}}},
      {"Update":{"TableName":"abc","Key":{},"UpdateExpression":"u",
                 "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},
      {"Delete":{"TableName":"abc","Key":{}}},
      {"ConditionCheck":{"TableName":"abc","Key":{},"ConditionExpression":"c"}}]})");
  const auto& request = database_.transact_write_items.request;
  EXPECT_EQ(request.client_request_token, "t");
  EXPECT_EQ(std::get<TransactPut>(request.transact_items[0]).item.item.ToItem(), kKeyOfX);
  EXPECT_EQ(std::get<TransactUpdate>(request.transact_items[1]).update_expression, "u");
  EXPECT_EQ(std::get<TransactDelete>(request.transact_items[2]).table_name, "abc");
  EXPECT_EQ(std::get<TransactConditionCheck>(request.transact_items[3]).condition_expression, "c");

  Send("TransactGetItems",
       R"({"TransactItems":[{"Get":{"TableName":"abc","Key":{},"ProjectionExpression":"p"}}]})");
  EXPECT_EQ(database_.transact_get_items.request.transact_items.at(0).projection_expression, "p");
}

TEST_F(Requests, CreateTable) {
  Send("CreateTable", R"({"TableName":"notes","BillingMode":"PROVISIONED",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"B"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},
      "GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[
          {"AttributeName":"pk","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE",
          "NonKeyAttributes":["a"]},"OnDemandThroughput":{"MaxReadRequestUnits":-1}}],
      "LocalSecondaryIndexes":[],"StreamSpecification":{"StreamEnabled":true,
          "StreamViewType":"NEW_IMAGE"},"SSESpecification":{"Enabled":true,"SSEType":"KMS"},
      "Tags":[{"Key":"k","Value":""}],"TableClass":"STANDARD_INFREQUENT_ACCESS",
      "DeletionProtectionEnabled":true,"WarmThroughput":{"ReadUnitsPerSecond":12000}})");
  const CreateTableRequest& request = database_.create_table.request;
  EXPECT_EQ(request.attribute_definitions,
            (std::vector<AttributeDefinition>{{"pk", ScalarAttributeType::kB}}));
  EXPECT_EQ(request.key_schema, (std::vector<KeySchemaElement>{{"pk", KeyType::kHash}}));
  EXPECT_EQ(request.provisioned_throughput, (ProvisionedThroughput{5, 6}));
  ASSERT_EQ(request.global_secondary_indexes->size(), 1U);
  const GlobalSecondaryIndex& index = request.global_secondary_indexes->at(0);
  EXPECT_EQ(index.projection.projection_type, ProjectionType::kInclude);
  EXPECT_EQ(index.on_demand_throughput->max_read_request_units, -1);
  ASSERT_TRUE(request.local_secondary_indexes);
  EXPECT_TRUE(request.local_secondary_indexes->empty());
  EXPECT_EQ(request.stream_specification->stream_view_type, StreamViewType::kNewImage);
  EXPECT_EQ(request.sse_specification->sse_type, SseType::kKms);
  EXPECT_EQ(request.tags->at(0).key, "k");
  EXPECT_EQ(request.table_class, TableClass::kStandardInfrequentAccess);
  EXPECT_EQ(request.deletion_protection_enabled, true);
  EXPECT_EQ(request.warm_throughput->read_units_per_second, 12'000);
}

TEST_F(Requests, UpdateTable) {
  Send("UpdateTable", R"({"TableName":"notes","GlobalSecondaryIndexUpdates":[
      {"Create":{"IndexName":"new","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],
                 "Projection":{"ProjectionType":"ALL"}}},
      {"Update":{"IndexName":"old","ProvisionedThroughput":{"ReadCapacityUnits":1,
                 "WriteCapacityUnits":2}}},
      {"Delete":{"IndexName":"gone"}},{}]})");
  const auto& updates = *database_.update_table.request.global_secondary_index_updates;
  EXPECT_EQ(std::get<CreateGlobalSecondaryIndex>(updates[0]).key_schema.at(0).attribute_name, "a");
  EXPECT_EQ(std::get<UpdateGlobalSecondaryIndex>(updates[1]).provisioned_throughput,
            (ProvisionedThroughput{1, 2}));
  EXPECT_EQ(std::get<DeleteGlobalSecondaryIndex>(updates[2]).index_name, "gone");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(updates[3]));
}

}  // namespace
}  // namespace basalt::wire
