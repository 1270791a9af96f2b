#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "items_world.h"

namespace basalt::items_test {

BatchGetItemRequest BatchGet(const std::string& table, std::vector<Item> keys) {
  BatchGetItemRequest request;
  KeysAndAttributes& wanted = request.request_items.emplace_back(table, KeysAndAttributes()).second;
  for (const Item& key : keys) wanted.keys.emplace_back(key);
  return request;
}

BatchWriteItemRequest BatchWrite(const std::string& table, std::vector<WriteRequest> writes) {
  BatchWriteItemRequest request;
  request.request_items.emplace_back(table, std::move(writes));
  return request;
}

std::vector<Item> Trees(const ItemList& items) {
  std::vector<Item> trees;
  for (std::size_t i = 0; i < items.size(); ++i) trees.push_back(ToItem(items[i]));
  return trees;
}

TEST(Batch, WritesThenReadsInOrder) {
  ItemsWorld world;
  world.Put("things", Thing("old"));
  auto write = BatchWrite("things", {PutRequest{Thing("a", {{"x", N(1)}})}, PutRequest{Thing("b")},
                                     DeleteRequest{Thing("old")}});
  write.request_items.emplace_back(
      "orders", std::vector<WriteRequest>{PutRequest{Order("a", 1, {{"status", S("open")}})}});
  write.return_consumed_capacity = ReturnConsumedCapacity::kIndexes;
  write.return_item_collection_metrics = ReturnItemCollectionMetrics::kSize;
  const auto written = world.items().BatchWriteItem(write);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_TRUE(written->unprocessed_items.empty());
  ASSERT_EQ(written->consumed_capacity.size(), 2u);
  EXPECT_EQ(written->consumed_capacity[0].capacity_units, 3);
  EXPECT_EQ(written->consumed_capacity[1].capacity_units, 2);
  ASSERT_EQ(written->item_collection_metrics.size(), 1u);
  EXPECT_EQ(written->item_collection_metrics[0].first, "orders");
  world.ExpectConsistent();

  auto get = BatchGet("things", {Thing("b"), Thing("old"), Thing("a")});
  get.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
  const auto read = world.items().BatchGetItem(get);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->responses.size(), 1u);
  EXPECT_EQ(Trees(read->responses[0].second),
            (std::vector<Item>{Thing("b"), Thing("a", {{"x", N(1)}})}));
  EXPECT_TRUE(read->unprocessed_keys.empty());
  EXPECT_EQ(read->consumed_capacity[0].capacity_units, 1.5);
}

TEST(Batch, GetStopsAtSixteenMegabytes) {
  ItemsWorld world;
  std::vector<Item> keys;
  const std::string large(400'000, 'x');
  for (int i = 0; i < 45; ++i) {
    keys.push_back(Thing(std::to_string(i)));
    world.Put("things", Thing(std::to_string(i), {{"x", S(large)}}));
  }
  auto request = BatchGet("things", keys);
  request.request_items[0].second.projection_expression = "pk";
  const auto read = world.items().BatchGetItem(request);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->unprocessed_keys.size(), 1u);
  const KeysAndAttributes& rest = read->unprocessed_keys[0].second;
  EXPECT_EQ(read->responses[0].second.size(), 41u);
  ASSERT_EQ(rest.keys.size(), 4u);
  EXPECT_EQ(rest.keys[0].item.ToItem(), Thing("41"));
  EXPECT_EQ(rest.projection_expression, "pk");
}

TEST(Batch, GetErrors) {
  ItemsWorld world;
  const auto message = [&](const BatchGetItemRequest& request) {
    return MessageOf(world.items().BatchGetItem(request));
  };
  EXPECT_EQ(message(BatchGet("absent", {Thing("a"), Thing("a")})),
            "Provided list of item keys contains duplicates");
  EXPECT_EQ(message(BatchGet("orders", {Order("a", 1), Order("a", 1)})),
            "Provided list of item keys contains duplicates");
  EXPECT_EQ(message(BatchGet("absent", {Thing("a")})), "Requested resource not found");
  EXPECT_EQ(message(BatchGet("things", {Item{{"pk", N(1)}}})),
            "The provided key element does not match the schema");
  EXPECT_EQ(message({}),
            "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1");
  std::vector<Item> many;
  for (int i = 0; i < 101; ++i) many.push_back(Thing(std::to_string(i)));
  EXPECT_EQ(message(BatchGet("things", many)),
            "Too many items requested for the BatchGetItem call");
  auto mixed = BatchGet("things", {Thing("a")});
  mixed.request_items[0].second.projection_expression = "a";
  mixed.request_items[0].second.attributes_to_get = {{"a"}};
  EXPECT_EQ(message(mixed),
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {AttributesToGet} Expression parameters: "
            "{ProjectionExpression}");
}

struct BatchWriteCase {
  const char* name;
  const char* table;
  std::vector<WriteRequest> writes;
  std::string message;
};

TEST(Batch, WriteErrorsLeaveEverythingUndone) {
  const std::string duplicates = "Provided list of item keys contains duplicates";
  const std::string mismatch = "The provided key element does not match the schema";
  const BatchWriteCase cases[] = {
      {"TwoPuts",
       "things",
       {PutRequest{Thing("a")}, PutRequest{Thing("a", {{"x", N(1)}})}},
       duplicates},
      {"PutAndDelete", "things", {PutRequest{Thing("a")}, DeleteRequest{Thing("a")}}, duplicates},
      {"TableFirst",
       "absent",
       {PutRequest{Thing("a")}, PutRequest{Thing("a")}},
       "Requested resource not found"},
      {"Neither",
       "things",
       {std::monostate()},
       "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
       "supported datatypes"},
      {"PutWithoutKey",
       "things",
       {PutRequest{Thing("a")}, PutRequest{Item{{"x", N(1)}}}},
       mismatch},
      {"PutKeyType", "things", {PutRequest{Item{{"pk", N(1)}}}}, mismatch},
      {"DeleteKeyType", "things", {DeleteRequest{Item{{"pk", N(1)}}}}, mismatch},
      {"EmptyKey",
       "things",
       {PutRequest{Thing("")}},
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: pk"},
      {"SizeBeforeTable",
       "absent",
       {PutRequest{Thing("a", {{"x", S(std::string(410'000, 'x'))}})}},
       "Item size has exceeded the maximum allowed size"},
      {"IndexKey",
       "orders",
       {PutRequest{Order("b", 1)}, PutRequest{Order("a", 1, {{"status", N(1)}})}},
       "One or more parameter values were invalid: Type mismatch for Index Key status Expected: S "
       "Actual: N IndexName: by-status"},
      {"TooMany", "things", std::vector<WriteRequest>(26, PutRequest{Thing("a")}),
       "Too many items requested for the BatchWriteItem call"},
  };
  ItemsWorld world;
  for (const BatchWriteCase& wanted : cases) {
    SCOPED_TRACE(wanted.name);
    EXPECT_EQ(MessageOf(world.items().BatchWriteItem(BatchWrite(wanted.table, wanted.writes))),
              wanted.message);
  }
  EXPECT_EQ(MessageOf(world.items().BatchWriteItem({})),
            "The requestItems parameter is required for BatchWriteItem");
  EXPECT_TRUE(world.Rows(Family::kItems).empty());
}

}  // namespace basalt::items_test
