#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/transactions/client_tokens.h"
#include "items_world.h"

namespace basalt::items_test {

using std::chrono::seconds;

TransactPut PutIn(const std::string& table, const Item& item) {
  TransactPut put;
  put.table_name = table;
  put.item = item;
  return put;
}

TransactUpdate UpdateIn(const std::string& table, const Item& key, std::string expression,
                        const Item& values) {
  TransactUpdate update;
  update.table_name = table;
  update.key = key;
  update.update_expression = std::move(expression);
  update.expression_attribute_values = RequestItem(values);
  return update;
}

TransactDelete DeleteIn(const std::string& table, const Item& key) {
  TransactDelete remove;
  remove.table_name = table;
  remove.key = key;
  return remove;
}

TransactConditionCheck CheckIn(const std::string& table, const Item& key, std::string condition) {
  TransactConditionCheck check;
  check.table_name = table;
  check.key = key;
  check.condition_expression = std::move(condition);
  return check;
}

TransactWriteItemsRequest Transaction(std::vector<TransactWriteItem> items) {
  TransactWriteItemsRequest request;
  request.transact_items = std::move(items);
  return request;
}

TransactGetItemsRequest Gets(const std::string& table, const std::vector<Item>& keys) {
  TransactGetItemsRequest request;
  for (const Item& key : keys) {
    TransactGet& get = request.transact_items.emplace_back();
    get.table_name = table;
    get.key = key;
  }
  return request;
}

// The codes of a cancelled transaction's reasons.
std::vector<std::string> CodesOf(const Result<TransactWriteItemsResponse>& result) {
  std::vector<std::string> codes;
  if (result || !result.error().details) return codes;
  for (const CancellationReason& reason : result.error().details->cancellation_reasons) {
    codes.push_back(reason.code);
  }
  return codes;
}

TEST(TransactWrite, DoesAllActions) {
  ItemsWorld world;
  world.Put("things", Thing("gone"));
  world.Put("orders", Order("a", 1, {{"status", S("open")}}));
  auto request = Transaction({PutIn("things", Thing("new")), DeleteIn("things", Thing("gone")),
                              UpdateIn("orders", Order("a", 1), "SET n = :n", {{":n", N(1)}}),
                              CheckIn("orders", Order("a", 2), "attribute_not_exists(pk)")});
  request.return_consumed_capacity = ReturnConsumedCapacity::kIndexes;
  request.return_item_collection_metrics = ReturnItemCollectionMetrics::kSize;

  const auto done = world.transactions().TransactWriteItems(request);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(world.Read("things", Thing("new")));
  EXPECT_FALSE(world.Read("things", Thing("gone")));
  EXPECT_EQ(world.Read("orders", Order("a", 1))->at("n"), N(1));
  EXPECT_FALSE(world.Read("orders", Order("a", 2)));
  world.ExpectConsistent();

  ASSERT_EQ(done->consumed_capacity.size(), 2u);
  EXPECT_EQ(done->consumed_capacity[0].write_capacity_units, 4);
  EXPECT_EQ(done->consumed_capacity[1].table->write_capacity_units, 4);
  EXPECT_EQ(done->consumed_capacity[1].global_secondary_indexes.at("by-status").capacity_units, 1);
  ASSERT_EQ(done->item_collection_metrics.size(), 1u);
  EXPECT_EQ(done->item_collection_metrics[0].second.size(), 1u);
}

TEST(TransactWrite, OneRefusalLeavesAllUndoneAndNamesEveryReason) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", N(1)}}));
  auto put = PutIn("things", Thing("a"));
  put.condition_expression = "attribute_not_exists(pk)";
  put.return_values_on_condition_check_failure = ReturnValuesOnConditionCheckFailure::kAllOld;
  const auto cancelled = world.transactions().TransactWriteItems(
      Transaction({PutIn("things", Thing("b")), put,
                   UpdateIn("things", Thing("c"), "SET x = y + :v", {{":v", N(1)}})}));

  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code, ErrorCode::kTransactionCanceled);
  EXPECT_EQ(cancelled.error().message,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "ConditionalCheckFailed, ValidationError]");
  const auto& reasons = cancelled.error().details->cancellation_reasons;
  ASSERT_EQ(reasons.size(), 3u);
  EXPECT_FALSE(reasons[0].message);
  EXPECT_EQ(reasons[1].message, "The conditional request failed");
  EXPECT_EQ(reasons[1].item->ToItem(), Thing("a", {{"x", N(1)}}));
  EXPECT_EQ(reasons[2].message,
            "The provided expression refers to an attribute that does not exist in the item");
  EXPECT_FALSE(world.Read("things", Thing("b")));
  EXPECT_EQ(world.Read("things", Thing("a")), Thing("a", {{"x", N(1)}}));
  world.ExpectConsistent();
}

struct TransactErrorCase {
  const char* name;
  std::vector<TransactWriteItem> actions;
  std::string message;
};

TEST(TransactWrite, ErrorsOfTheRequest) {
  auto unused = PutIn("things", Thing("a"));
  unused.condition_expression = "attribute_exists(pk)";
  unused.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
  auto faulty = PutIn("things", Thing("b"));
  faulty.item.fault = ValidationError("The parameter cannot be converted to a numeric value: z");
  std::vector<TransactWriteItem> large;
  for (int i = 0; i < 11; ++i) {
    large.push_back(
        PutIn("things", Thing(std::to_string(i), {{"x", S(std::string(400'000, 'x'))}})));
  }
  const TransactErrorCase cases[] = {
      {"Empty",
       {},
       "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: "
       "Member must have length greater than or equal to 1"},
      {"NotOneKind",
       {std::monostate()},
       "TransactItems can only contain one of Check, Put, Update or Delete"},
      {"Twice",
       {PutIn("things", Thing("a")), DeleteIn("things", Thing("a"))},
       "Transaction request cannot include multiple operations on one item"},
      {"Table",
       {PutIn("absent", Thing("a")), PutIn("absent", Thing("a"))},
       "Requested resource not found"},
      {"Unused",
       {unused},
       "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"},
      {"FaultBeforeTable",
       {PutIn("absent", Thing("a")), faulty},
       "The parameter cannot be converted to a numeric value: z"},
      {"EmptyKey",
       {DeleteIn("things", Thing(""))},
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
       "contain an empty string value. Key: pk"},
      {"ItemSize",
       {PutIn("things", Thing("a", {{"x", S(std::string(410'000, 'x'))}}))},
       "Item size has exceeded the maximum allowed size"},
      {"TransactionSize", large,
       "Collection size of items exceeded, which can also be caused by the aggregate size of the "
       "items in the transaction exceeding the 4MB limit"},
      {"KeyMismatch",
       {PutIn("things", Item{{"pk", N(1)}}), PutIn("things", Thing("a")),
        DeleteIn("things", Item{{"x", N(1)}})},
       "Transaction cancelled, please refer cancellation reasons for specific reasons "
       "[ValidationError, None, ValidationError]"},
      {"KeyAttribute",
       {UpdateIn("things", Thing("a"), "SET pk = :v", {{":v", S("b")}})},
       "Transaction cancelled, please refer cancellation reasons for specific reasons "
       "[ValidationError]"},
      {"UpdateSize",
       {UpdateIn("things", Thing("a"), "SET x = :v, y = :v",
                 {{":v", S(std::string(210'000, 'x'))}})},
       "Transaction cancelled, please refer cancellation reasons for specific reasons "
       "[ValidationError]"},
  };
  ItemsWorld world;
  for (const TransactErrorCase& wanted : cases) {
    SCOPED_TRACE(wanted.name);
    EXPECT_EQ(MessageOf(world.transactions().TransactWriteItems(Transaction(wanted.actions))),
              wanted.message);
  }
  EXPECT_TRUE(world.Rows(Family::kItems).empty());
}

TransactWriteItemsRequest AddOne(const std::string& token, std::int64_t amount = 1) {
  auto request = Transaction({UpdateIn("things", Thing("count"), "ADD n :v", {{":v", N(amount)}})});
  request.client_request_token = token;
  request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
  return request;
}

TEST(ClientTokens, RetryIsAnsweredWithoutBeingDone) {
  const TemporaryFolder folder;
  ItemsWorld world(folder.path());
  const auto first = world.transactions().TransactWriteItems(AddOne("token"));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->consumed_capacity[0].write_capacity_units, 2);

  world.Reopen();
  world.clock().Advance(seconds(599));
  const auto retry = world.transactions().TransactWriteItems(AddOne("token"));
  ASSERT_TRUE(retry) << retry.error().message;
  EXPECT_EQ(retry->consumed_capacity[0].read_capacity_units, 2);
  EXPECT_FALSE(retry->consumed_capacity[0].write_capacity_units);
  EXPECT_EQ(world.Read("things", Thing("count"))->at("n"), N(1));

  const auto other = world.transactions().TransactWriteItems(AddOne("token", 2));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kIdempotentParameterMismatch);

  world.clock().Advance(seconds(1));
  ASSERT_TRUE(world.transactions().TransactWriteItems(AddOne("token", 2)));
  EXPECT_EQ(world.Read("things", Thing("count"))->at("n"), N(3));
}

TEST(ClientTokens, CancelledTransactionLeavesNone) {
  ItemsWorld world;
  auto request = Transaction({CheckIn("things", Thing("a"), "attribute_exists(pk)")});
  request.client_request_token = "token";
  EXPECT_EQ(CodesOf(world.transactions().TransactWriteItems(request)),
            std::vector<std::string>{"ConditionalCheckFailed"});
  EXPECT_TRUE(world.Rows(Family::kTokens).empty());
  world.Put("things", Thing("a"));
  EXPECT_TRUE(world.transactions().TransactWriteItems(request));
}

TEST(ClientTokens, ThoseThatAreOverAreForgotten) {
  ItemsWorld world;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(world.transactions().TransactWriteItems(AddOne("old-" + std::to_string(i))));
  }
  EXPECT_EQ(world.Rows(Family::kTokens).size(), 20u);
  world.clock().Advance(seconds(599));
  ASSERT_TRUE(ForgetTokens(world.store(), world.clock().Now()));
  EXPECT_EQ(world.Rows(Family::kTokens).size(), 20u);
  world.clock().Advance(seconds(2));
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(world.transactions().TransactWriteItems(AddOne("new-" + std::to_string(i))));
  }
  ASSERT_TRUE(ForgetTokens(world.store(), world.clock().Now()));
  EXPECT_EQ(world.Rows(Family::kTokens).size(), 4u);
}

TEST(ClientTokens, LengthIsLimited) {
  ItemsWorld world;
  EXPECT_EQ(MessageOf(world.transactions().TransactWriteItems(AddOne(std::string(37, 'x')))),
            "1 validation error detected: Value '" + std::string(37, 'x') +
                "' at 'clientRequestToken' failed to satisfy constraint: Member must have length "
                "less than or equal to 36");
}

TEST(TransactGet, AnswersInOrderWithGaps) {
  ItemsWorld world;
  world.Put("things", Thing("a", {{"x", N(1)}}));
  world.Put("things", Thing("b"));
  auto request = Gets("things", {Thing("b"), Thing("absent"), Thing("a")});
  request.transact_items[2].projection_expression = "x";
  request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
  const auto read = world.transactions().TransactGetItems(request);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->items.size(), 3u);
  EXPECT_EQ(read->items[0]->ToItem(), Thing("b"));
  EXPECT_FALSE(read->items[1]);
  EXPECT_EQ(read->items[2]->ToItem(), (Item{{"x", N(1)}}));
  EXPECT_EQ(read->consumed_capacity[0].read_capacity_units, 6);
}

TEST(TransactGet, Errors) {
  ItemsWorld world;
  const auto message = [&](const TransactGetItemsRequest& request) {
    return MessageOf(world.transactions().TransactGetItems(request));
  };
  EXPECT_EQ(message(Gets("things", {Thing("a"), Thing("a")})),
            "Transaction request cannot include multiple operations on one item");
  EXPECT_EQ(message(Gets("absent", {Thing("a")})), "Requested resource not found");
  EXPECT_EQ(message(Gets("things", {Thing("a"), Item{{"pk", N(1)}}})),
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, "
            "ValidationError]");
  auto empty = Gets("absent", {Thing("a")});
  empty.transact_items[0].projection_expression = "";
  EXPECT_EQ(message(empty), "Invalid ProjectionExpression: The expression can not be empty;");
}

}  // namespace basalt::items_test
