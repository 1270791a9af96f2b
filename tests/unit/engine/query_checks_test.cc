// What Query refuses, and in which words; what it answers where the answer is in the details.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/unit/engine/query_world.h"

namespace basalt::query_test {
namespace {

constexpr const char* kInvalidKey = "The provided starting key is invalid";
constexpr const char* kOutside =
    "The provided starting key is outside query boundaries based on provided conditions";
constexpr const char* kNoMatch = "The provided starting key does not match the range key predicate";

Item ThingsKey(const char* pk, std::int64_t sk) { return {{"pk", S(pk)}, {"sk", N(sk)}}; }

Item GroupsKey(const char* group, std::int64_t rank) {
  Item key = ThingsKey("a", 1);
  key["group"] = S(group);
  key["rank"] = N(rank);
  return key;
}

// A query of partition "a" of the table, which each case then changes.
QueryRequest Base() {
  QueryRequest request;
  request.table_name = "things";
  request.key_condition_expression = "pk = :p";
  request.expression_attribute_values = RequestItem(Item{{":p", S("a")}});
  return request;
}

// Of group "a" of the global index.
QueryRequest OnGroups() {
  QueryRequest request = Base();
  request.index_name = "groups";
  request.key_condition_expression = "#g = :p";
  request.expression_attribute_names = ExpressionAttributeNames{{"#g", "group"}};
  return request;
}

void Range(QueryRequest& request, const char* condition, std::int64_t operand) {
  request.key_condition_expression = std::string("pk = :p AND ") + condition;
  request.expression_attribute_values = RequestItem(Item{{":p", S("a")}, {":n", N(operand)}});
}

struct QueryCheck {
  const char* name;
  std::function<QueryRequest()> request;
  std::string message;
};

std::ostream& operator<<(std::ostream& out, const QueryCheck& check) { return out << check.name; }

QueryRequest With(QueryRequest request, const std::function<void(QueryRequest&)>& change) {
  change(request);
  return request;
}

const QueryCheck kQueryChecks[] = {
    {"LimitOfNone", [] { return With(Base(), [](auto& r) { r.limit = 0; }); },
     "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must "
     "have value greater than or equal to 1"},
    {"LimitGoesBeforeOtherConstraints",
     [] {
       return With(Base(), [](auto& r) {
         r.limit = -1;
         r.index_name = "x";
       });
     },
     "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must "
     "have value greater than or equal to 1"},
    {"MixedParameters", [] { return With(Base(), [](auto& r) { r.attributes_to_get = {{"v"}}; }); },
     "Can not use both expression and non-expression parameters in the same request: "
     "Non-expression parameters: {AttributesToGet} Expression parameters: "
     "{KeyConditionExpression}"},
    {"NoKeyCondition",
     [] {
       return With(Base(), [](auto& r) {
         r.key_condition_expression.reset();
         r.expression_attribute_values.reset();
       });
     },
     "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
     "request."},
    {"NoSuchTable", [] { return With(Base(), [](auto& r) { r.table_name = "nothing"; }); },
     "Requested resource not found"},
    {"NoSuchIndex", [] { return With(Base(), [](auto& r) { r.index_name = "nothing"; }); },
     "The table does not have the specified index: nothing"},
    {"ConsistentOnGlobalIndex",
     [] { return With(OnGroups(), [](auto& r) { r.consistent_read = true; }); },
     "Consistent reads are not supported on global secondary indexes"},
    {"AllAttributesOfPartialGlobalIndex",
     [] { return With(OnGroups(), [](auto& r) { r.select = Select::kAllAttributes; }); },
     "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for "
     "global secondary index groups because its projection type is not ALL"},
    {"UnprojectedFromGlobalIndex",
     [] { return With(OnGroups(), [](auto& r) { r.projection_expression = "v, pk, extra, w"; }); },
     "One or more parameter values were invalid: Global secondary index groups does not project "
     "[v, w]"},
    {"SpecificOfNothing",
     [] { return With(Base(), [](auto& r) { r.select = Select::kSpecificAttributes; }); },
     "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when "
     "choosing to get SPECIFIC_ATTRIBUTES"},
    {"ProjectedOfTable",
     [] { return With(Base(), [](auto& r) { r.select = Select::kAllProjectedAttributes; }); },
     "1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using "
     "an IndexName"},
    {"CountWithProjection",
     [] {
       return With(Base(), [](auto& r) {
         r.select = Select::kCount;
         r.projection_expression = "v";
       });
     },
     "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get "
     "only the Count"},
    {"AllWithProjection",
     [] {
       return With(Base(), [](auto& r) {
         r.select = Select::kAllAttributes;
         r.projection_expression = "v";
       });
     },
     "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get "
     "ALL_ATTRIBUTES"},
    {"FilterOnPartitionKey",
     [] { return With(Base(), [](auto& r) { r.filter_expression = "pk = :p"; }); },
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: pk"},
    {"FilterOnSortKeyOfIndex",
     [] {
       return With(OnGroups(), [](auto& r) {
         r.filter_expression = "attribute_exists(#r)";
         r.expression_attribute_names = ExpressionAttributeNames{{"#g", "group"}, {"#r", "rank"}};
       });
     },
     "Filter Expression can only contain non-primary key attributes: Primary key attribute: rank"},
    {"StartKeyEmpty",
     [] { return With(Base(), [](auto& r) { r.exclusive_start_key = RequestItem(); }); },
     kInvalidKey},
    {"StartKeyShort",
     [] {
       return With(Base(), [](auto& r) {
         r.exclusive_start_key = RequestItem(Item{{"pk", S("a")}});
       });
     },
     kInvalidKey},
    {"StartKeyOfWrongType",
     [] {
       return With(Base(), [](auto& r) {
         r.exclusive_start_key = RequestItem(Item{{"pk", S("a")}, {"sk", S("1")}});
       });
     },
     kInvalidKey},
    {"StartKeyLong",
     [] {
       return With(Base(), [](auto& r) { r.exclusive_start_key = RequestItem(GroupsKey("a", 1)); });
     },
     kInvalidKey},
    {"StartKeyOfTableOnIndex",
     [] {
       return With(OnGroups(),
                   [](auto& r) { r.exclusive_start_key = RequestItem(ThingsKey("a", 1)); });
     },
     kInvalidKey},
    {"StartKeyOfOtherPartition",
     [] {
       return With(Base(), [](auto& r) { r.exclusive_start_key = RequestItem(ThingsKey("b", 1)); });
     },
     kOutside},
    {"StartKeyOfOtherIndexPartition",
     [] {
       return With(OnGroups(),
                   [](auto& r) { r.exclusive_start_key = RequestItem(GroupsKey("b", 1)); });
     },
     kOutside},
    {"StartKeyBelowRange",
     [] {
       return With(Base(), [](auto& r) {
         Range(r, "sk > :n", 5);
         r.exclusive_start_key = RequestItem(ThingsKey("a", 5));
       });
     },
     kNoMatch},
    {"StartKeyAboveRange",
     [] {
       return With(Base(), [](auto& r) {
         Range(r, "sk <= :n", 5);
         r.exclusive_start_key = RequestItem(ThingsKey("a", 6));
       });
     },
     kNoMatch},
    {"StartKeyOutOfRangeAndPartition",
     [] {
       return With(Base(), [](auto& r) {
         Range(r, "sk <= :n", 5);
         r.exclusive_start_key = RequestItem(ThingsKey("b", 6));
       });
     },
     kNoMatch},
};

class QueryRefuses : public testing::TestWithParam<QueryCheck> {};

TEST_P(QueryRefuses, InAwsWords) {
  QueryWorld world;
  AddTestTables(world);
  const auto response = world.operations().Query(GetParam().request());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Checks, QueryRefuses, testing::ValuesIn(kQueryChecks),
                         [](const auto& test) { return std::string(test.param.name); });

class QueryAnswers : public testing::Test {
 protected:
  void SetUp() override {
    AddTestTables(world_);
    for (int i = 0; i < 6; ++i) {
      world_.Put("things", {{"pk", S("a")},
                            {"sk", N(i)},
                            {"word", S("w" + std::to_string(i % 3))},
                            {"group", S("a")},
                            {"rank", N(i / 2)},
                            {"extra", S("x")},
                            {"big", S(std::string(3000, 'y'))}});
    }
  }

  QueryResponse Query(const QueryRequest& request) {
    auto response = world_.operations().Query(request);
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    return response ? *std::move(response) : QueryResponse();
  }

  QueryWorld world_;
};

TEST_F(QueryAnswers, LastEvaluatedKeyWhereLimitIsReachedAtTheEnd) {
  QueryRequest request = Base();
  request.limit = 6;
  const QueryResponse page = Query(request);
  EXPECT_EQ(page.count, 6);
  ASSERT_TRUE(page.last_evaluated_key);
  EXPECT_EQ(page.last_evaluated_key->ToItem(), ThingsKey("a", 5));

  request.limit = 7;
  EXPECT_FALSE(Query(request).last_evaluated_key);

  request.exclusive_start_key = RequestItem(ThingsKey("a", 5));
  EXPECT_EQ(Query(request).count, 0);
}

TEST_F(QueryAnswers, LastEvaluatedKeyOfAnIndexHasBothKeys) {
  QueryRequest request = OnGroups();
  request.limit = 3;
  const QueryResponse page = Query(request);
  ASSERT_TRUE(page.last_evaluated_key);
  Item expected = GroupsKey("a", 1);
  expected["sk"] = N(2);
  EXPECT_EQ(page.last_evaluated_key->ToItem(), expected);
}

TEST_F(QueryAnswers, CountHasNoItems) {
  QueryRequest request = Base();
  request.select = Select::kCount;
  const QueryResponse page = Query(request);
  EXPECT_FALSE(page.items);
  EXPECT_EQ(page.count, 6);
  EXPECT_EQ(page.scanned_count, 6);
}

TEST_F(QueryAnswers, IndexGivesWhatItProjects) {
  const QueryResponse page = Query(OnGroups());
  ASSERT_EQ(page.items->size(), 6U);
  EXPECT_TRUE((*page.items)[0].Find("extra"));
  EXPECT_FALSE((*page.items)[0].Find("big"));
}

TEST_F(QueryAnswers, LocalIndexFetchesFromTheTableAndSaysWhatItCost) {
  QueryRequest request = Base();
  request.index_name = "words";
  request.limit = 2;
  request.return_consumed_capacity = ReturnConsumedCapacity::kIndexes;
  const QueryResponse keys = Query(request);
  EXPECT_FALSE((*keys.items)[0].Find("big"));
  EXPECT_EQ(keys.consumed_capacity->capacity_units, 0.5);
  EXPECT_EQ(keys.consumed_capacity->table->capacity_units, 0);
  EXPECT_EQ(keys.consumed_capacity->local_secondary_indexes.at("words").capacity_units, 0.5);

  request.projection_expression = "big";
  request.consistent_read = true;
  const QueryResponse fetched = Query(request);
  ASSERT_EQ(fetched.items->size(), 2U);
  EXPECT_TRUE((*fetched.items)[0].Find("big"));
  EXPECT_EQ(fetched.consumed_capacity->capacity_units, 3);  // One for the rows, one for each item.
  EXPECT_EQ(fetched.consumed_capacity->table->capacity_units, 2);

  request.projection_expression.reset();
  request.select = Select::kAllAttributes;
  EXPECT_TRUE((*Query(request).items)[0].Find("extra"));
}

TEST_F(QueryAnswers, CapacityIsOfTheSumOfSizes) {
  QueryRequest request = Base();
  request.return_consumed_capacity = ReturnConsumedCapacity::kTotal;
  const QueryResponse page = Query(request);
  EXPECT_EQ(page.consumed_capacity->table_name, "things");
  EXPECT_EQ(page.consumed_capacity->capacity_units, 2.5);  // 18 KB, in steps of 4 KB, halved.
  EXPECT_FALSE(page.consumed_capacity->table);

  request.expression_attribute_values = RequestItem(Item{{":p", S("nothing here")}});
  EXPECT_EQ(Query(request).consumed_capacity->capacity_units, 0.5);
}

TEST_F(QueryAnswers, PageEndsBeforeTheItemThatWouldCrossOneMegabyte) {
  for (int i = 0; i < 5; ++i) {
    world_.Put("things", {{"pk", S("big")}, {"sk", N(i)}, {"v", S(std::string(300'000, 'v'))}});
  }
  QueryRequest request = Base();
  request.expression_attribute_values = RequestItem(Item{{":p", S("big")}});
  const QueryResponse page = Query(request);
  EXPECT_EQ(page.count, 3);
  ASSERT_TRUE(page.last_evaluated_key);
  EXPECT_EQ(page.last_evaluated_key->ToItem(), ThingsKey("big", 2));

  request.exclusive_start_key = RequestItem(*page.last_evaluated_key);
  const QueryResponse rest = Query(request);
  EXPECT_EQ(rest.count, 2);
  EXPECT_FALSE(rest.last_evaluated_key);
}

}  // namespace
}  // namespace basalt::query_test
