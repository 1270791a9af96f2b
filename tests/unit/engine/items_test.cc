#include <gtest/gtest.h>

#include <string>

#include "items_world.h"

namespace basalt::items_test {

PutItemRequest PutRequestFor(const std::string& table, const Item& item) {
  PutItemRequest request;
  request.table_name = table;
  request.item = item;
  return request;
}

UpdateItemRequest UpdateRequestFor(const std::string& table, const Item& key,
                                   std::string expression, std::optional<Item> values = {}) {
  UpdateItemRequest request;
  request.table_name = table;
  request.key = key;
  request.update_expression = std::move(expression);
  if (values) request.expression_attribute_values = RequestItem(*values);
  return request;
}

DeleteItemRequest DeleteRequestFor(const std::string& table, const Item& key) {
  DeleteItemRequest request;
  request.table_name = table;
  request.key = key;
  return request;
}

std::optional<Item> ToTree(const std::optional<EncodedItem>& item) {
  if (!item) return std::nullopt;
  return item->ToItem();
}

TEST(Items, WhatIsPutIsThereUntilItIsDeleted) {
  ItemsWorld world;
  const Item item = Thing("a", {{"x", N(1)}});
  EXPECT_EQ(world.Read("things", Thing("a")), std::nullopt);

  world.Put("things", item);
  EXPECT_EQ(world.Read("things", Thing("a")), item);
  EXPECT_EQ(world.Read("arn:aws:dynamodb:us-east-1:000000000000:table/things", Thing("a")), item);

  EXPECT_TRUE(world.items().DeleteItem(DeleteRequestFor("things", Thing("a"))));
  EXPECT_EQ(world.Read("things", Thing("a")), std::nullopt);
  EXPECT_TRUE(world.items().DeleteItem(DeleteRequestFor("things", Thing("a"))));
  world.ExpectConsistent();
}

TEST(Items, GetAnswersWhatTheProjectionNames) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", N(1)}, {"y", N(2)}}));

  GetItemRequest request{.table_name = "things", .key = Thing("a")};
  request.projection_expression = "#x";
  request.expression_attribute_names = ExpressionAttributeNames{{"#x", "x"}};
  EXPECT_EQ(ToTree(world.items().GetItem(request)->item), (Item{{"x", N(1)}}));

  GetItemRequest legacy{.table_name = "things", .key = Thing("a")};
  legacy.attributes_to_get = {{"y", "absent"}};
  EXPECT_EQ(ToTree(world.items().GetItem(legacy)->item), (Item{{"y", N(2)}}));

  GetItemRequest nothing{.table_name = "things", .key = Thing("a")};
  nothing.projection_expression = "absent";
  EXPECT_EQ(ToTree(world.items().GetItem(nothing)->item), Item{});
}

TEST(Items, PutAnswersTheOldItemIfAsked) {
  ItemsWorld world;
  auto request = PutRequestFor("things", Thing("a", {{"x", N(1)}}));
  request.return_values = ReturnValues::kAllOld;
  EXPECT_EQ(ToTree(world.items().PutItem(request)->attributes), std::nullopt);
  EXPECT_EQ(ToTree(world.items().PutItem(request)->attributes), Thing("a", {{"x", N(1)}}));
}

TEST(Items, UpdateBringsAnItemIntoBeing) {
  ItemsWorld world;
  UpdateItemRequest bare;
  bare.table_name = "things";
  bare.key = Thing("bare");
  bare.return_values = ReturnValues::kAllNew;
  EXPECT_EQ(ToTree(world.items().UpdateItem(bare)->attributes), Thing("bare"));
  EXPECT_EQ(world.Read("things", Thing("bare")), Thing("bare"));

  ASSERT_TRUE(world.items().UpdateItem(
      UpdateRequestFor("things", Thing("a"), "SET x = :v", Item{{":v", N(1)}})));
  EXPECT_EQ(world.Read("things", Thing("a")), Thing("a", {{"x", N(1)}}));
  world.ExpectConsistent();
}

struct ReturnCase {
  ReturnValues wanted;
  std::optional<Item> of_new, of_old;  // Where there was no item, and where there was.
};

TEST(Items, UpdateAnswersWhatWasAskedFor) {
  const Item old_item = Thing("a", {{"x", N(1)}, {"y", N(1)}});
  const Item new_item = Thing("a", {{"x", N(5)}, {"y", N(1)}});
  const Item fresh = Thing("a", {{"x", N(5)}});
  const ReturnCase cases[] = {
      {ReturnValues::kNone, std::nullopt, std::nullopt},
      {ReturnValues::kAllOld, std::nullopt, old_item},
      {ReturnValues::kAllNew, fresh, new_item},
      {ReturnValues::kUpdatedOld, std::nullopt, Item{{"x", N(1)}}},
      {ReturnValues::kUpdatedNew, Item{{"x", N(5)}}, Item{{"x", N(5)}}},
  };
  for (const ReturnCase& wanted : cases) {
    SCOPED_TRACE(NameOf(wanted.wanted));
    ItemsWorld world;
    auto request = UpdateRequestFor("things", Thing("a"), "SET x = :v", Item{{":v", N(5)}});
    request.return_values = wanted.wanted;
    EXPECT_EQ(ToTree(world.items().UpdateItem(request)->attributes), wanted.of_new);
    world.Put("things", old_item);
    EXPECT_EQ(ToTree(world.items().UpdateItem(request)->attributes), wanted.of_old);
  }
}

TEST(Items, UpdateOfNothingAnswersNoAttributes) {
  ItemsWorld world;
  world.Put("things", Thing("a"));
  for (const ReturnValues wanted : {ReturnValues::kUpdatedOld, ReturnValues::kUpdatedNew}) {
    auto request = UpdateRequestFor("things", Thing("a"), "REMOVE x");
    request.return_values = wanted;
    EXPECT_EQ(ToTree(world.items().UpdateItem(request)->attributes), std::nullopt);
  }
}

TEST(Items, FailedConditionLeavesTheItemAndMayAnswerIt) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", N(1)}}));
  auto request = PutRequestFor("things", Thing("a", {{"x", N(2)}}));
  request.condition_expression = "attribute_not_exists(pk)";

  auto refused = world.items().PutItem(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(refused.error().message, "The conditional request failed");
  EXPECT_EQ(refused.error().details, nullptr);

  request.return_values_on_condition_check_failure = ReturnValuesOnConditionCheckFailure::kAllOld;
  refused = world.items().PutItem(request);
  ASSERT_FALSE(refused);
  ASSERT_NE(refused.error().details, nullptr);
  EXPECT_EQ(ToTree(refused.error().details->item), Thing("a", {{"x", N(1)}}));
  EXPECT_EQ(world.Read("things", Thing("a")), Thing("a", {{"x", N(1)}}));
}

TEST(Items, LegacyParametersDoAsExpressionsDo) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", N(1)}}));
  UpdateItemRequest request;
  request.table_name = "things";
  request.key = Thing("a");
  AttributeUpdates updates;
  updates["x"].value = RequestValue(N(4));
  updates["x"].action = AttributeAction::kAdd;
  request.attribute_updates = updates;
  ExpectedAttributes expected;
  expected["x"].value = RequestValue(N(1));
  request.expected = expected;

  EXPECT_TRUE(world.items().UpdateItem(request));
  EXPECT_EQ(world.Read("things", Thing("a")), Thing("a", {{"x", N(5)}}));
  EXPECT_EQ(MessageOf(world.items().UpdateItem(request)), "The conditional request failed");
}

TEST(Items, IndexRowsAndCountsFollowEveryWrite) {
  ItemsWorld world;
  world.Put("orders", Order("a", 1, {{"status", S("open")}, {"note", S("n")}}));
  world.Put("orders", Order("a", 2, {{"status", S("open")}}));
  world.ExpectConsistent();
  EXPECT_EQ(world.Rows(Family::kIndex).size(), 3u);

  world.Put("orders", Order("a", 1, {{"status", S("done")}, {"note", S("n")}}));
  world.ExpectConsistent();
  auto update = UpdateRequestFor("orders", Order("a", 2), "SET note = :n REMOVE #s",
                                 Item{{":n", S("later")}});
  update.expression_attribute_names = ExpressionAttributeNames{{"#s", "status"}};
  ASSERT_TRUE(world.items().UpdateItem(update));
  world.ExpectConsistent();
  EXPECT_EQ(world.Rows(Family::kIndex).size(), 3u);

  ASSERT_TRUE(world.items().DeleteItem(DeleteRequestFor("orders", Order("a", 1))));
  world.ExpectConsistent();
  EXPECT_EQ(world.Rows(Family::kIndex).size(), 1u);
}

TEST(Items, CountsSurviveReopening) {
  const TemporaryFolder folder;
  ItemsWorld world(folder.path());
  world.Put("orders", Order("a", 1, {{"status", S("open")}}));
  world.Put("orders", Order("a", 2));
  world.Reopen();
  world.ExpectConsistent();
  EXPECT_EQ(world.catalog().Find("orders")->counters->Read().items, 2);
}

TEST(Items, ItemCollectionMetricsAreOfTablesWithALocalIndex) {
  ItemsWorld world;
  auto order = PutRequestFor("orders", Order("a", 1));
  order.return_item_collection_metrics = ReturnItemCollectionMetrics::kSize;
  const auto response = world.items().PutItem(order);
  ASSERT_TRUE(response);
  ASSERT_TRUE(response->item_collection_metrics);
  EXPECT_EQ(response->item_collection_metrics->item_collection_key.ToItem(), Thing("a"));

  auto thing = PutRequestFor("things", Thing("a"));
  thing.return_item_collection_metrics = ReturnItemCollectionMetrics::kSize;
  EXPECT_FALSE(world.items().PutItem(thing)->item_collection_metrics);
}

struct CapacityCase {
  const char* name;
  std::optional<Item> before, after;
  double table, local_index, global_index;  // Negative: not in the answer.
};

TEST(Items, WritesCostWhatTheyTouch) {
  const std::string kilobyte(1024, 'x');
  const Item open = {{"status", S("open")}, {"note", S("n")}};
  const CapacityCase cases[] = {
      {"New, in no index", std::nullopt, Order("a", 1), 1, -1, -1},
      {"New, in both indexes", std::nullopt, Order("a", 1, open), 1, 1, 1},
      {"Nothing changes", Order("a", 1, open), Order("a", 1, open), 1, -1, -1},
      {"Index key changes", Order("a", 1, open),
       Order("a", 1, {{"status", S("done")}, {"note", S("n")}}), 1, -1, 2},
      {"Leaves an index", Order("a", 1, open), Order("a", 1, {{"note", S("n")}}), 1, -1, 1},
      {"Projected attribute changes", Order("a", 1, {{"status", S("open")}, {"x", N(1)}}),
       Order("a", 1, {{"status", S("open")}, {"x", N(2)}}), 1, -1, 1},
      {"The larger counts", Order("a", 1, {{"x", S(kilobyte + kilobyte)}}),
       Order("a", 1, {{"x", S(kilobyte)}}), 3, -1, -1},
  };
  for (const CapacityCase& wanted : cases) {
    SCOPED_TRACE(wanted.name);
    ItemsWorld world;
    if (wanted.before) world.Put("orders", *wanted.before);
    auto request = PutRequestFor("orders", *wanted.after);
    request.return_consumed_capacity = ReturnConsumedCapacity::kIndexes;
    const auto response = world.items().PutItem(request);
    ASSERT_TRUE(response) << response.error().message;

    const ConsumedCapacity& consumed = *response->consumed_capacity;
    const auto units = [](const std::map<std::string, Capacity>& indexes, const char* index) {
      return indexes.contains(index) ? indexes.at(index).capacity_units : -1;
    };
    EXPECT_EQ(consumed.table->capacity_units, wanted.table);
    EXPECT_EQ(units(consumed.local_secondary_indexes, "by-note"), wanted.local_index);
    EXPECT_EQ(units(consumed.global_secondary_indexes, "by-status"), wanted.global_index);
  }
}

TEST(Items, ReadsCostByConsistency) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", S(std::string(5000, 'x'))}}));
  const auto units = [&](const std::string& key, bool consistent) {
    GetItemRequest request{.table_name = "things", .key = Thing(key)};
    request.consistent_read = consistent;
    request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
    return world.items().GetItem(request)->consumed_capacity->capacity_units;
  };
  EXPECT_EQ(units("a", false), 1);
  EXPECT_EQ(units("a", true), 2);
  EXPECT_EQ(units("absent", false), 0.5);
  EXPECT_EQ(units("absent", true), 1);
}

}  // namespace basalt::items_test
