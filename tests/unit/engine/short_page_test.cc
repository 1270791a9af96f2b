// Pages that are given up: for callers that have no time for long ones.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/engine/query_world.h"

namespace basalt::query_test {
namespace {

class ShortPages : public testing::Test {
 protected:
  static constexpr int kItems = 20;

  void SetUp() override {
    AddTestTables(world_);
    for (int i = 0; i < kItems; ++i) {
      world_.Put("things", {{"pk", S("a")}, {"sk", N(i)}, {"word", S("w")}, {"v", S("text")}});
    }
    request_.table_name = "things";
    request_.key_condition_expression = "pk = :p";
    request_.expression_attribute_values = RequestItem(Item{{":p", S("a")}});
  }

  QueryResponse Query() {
    const auto response = world_.operations().Query(request_);
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    return *response;
  }

  QueryWorld world_;
  QueryRequest request_;
};

TEST_F(ShortPages, AreReadToTheirEndWithinTheBound) {
  request_.give_up_beyond = ReadBound{.items = kItems, .bytes = 100'000};
  const QueryResponse response = Query();
  EXPECT_FALSE(response.gave_up);
  EXPECT_EQ(response.count, kItems);
  EXPECT_FALSE(response.last_evaluated_key);
}

TEST_F(ShortPages, AreGivenUpBeyondIt) {
  for (const ReadBound bound : {ReadBound{.items = kItems - 1, .bytes = 100'000},
                                ReadBound{.items = kItems, .bytes = 100}}) {
    request_.give_up_beyond = bound;
    for (const char* filter : {"", "v = :p"}) {  // What is evaluated counts, not what is found.
      request_.filter_expression.reset();
      if (*filter != '\0') request_.filter_expression = filter;
      const QueryResponse response = Query();
      EXPECT_TRUE(response.gave_up);
      EXPECT_FALSE(response.items);
      EXPECT_EQ(response.scanned_count, 0);
      EXPECT_FALSE(response.last_evaluated_key);
    }
  }
}

TEST_F(ShortPages, CountWhatIsFetchedForALocalIndex) {
  request_.index_name = "words";
  request_.select = Select::kAllAttributes;
  request_.give_up_beyond = ReadBound{.items = kItems, .bytes = 100'000};
  EXPECT_EQ(Query().count, kItems);
  request_.give_up_beyond->bytes = 500;  // Rows alone would take less.
  EXPECT_TRUE(Query().gave_up);
}

TEST_F(ShortPages, EndAtTheLimitOfTheRequest) {
  request_.limit = 5;
  request_.give_up_beyond = ReadBound{.items = 5, .bytes = 100'000};
  const QueryResponse response = Query();
  EXPECT_FALSE(response.gave_up);
  EXPECT_EQ(response.count, 5);
  EXPECT_TRUE(response.last_evaluated_key);
}

TEST_F(ShortPages, OfScansToo) {
  ScanRequest scan;
  scan.table_name = "things";
  scan.give_up_beyond = ReadBound{.items = kItems - 1, .bytes = 100'000};
  const auto response = world_.operations().Scan(scan);
  ASSERT_TRUE(response);
  EXPECT_TRUE(response->gave_up);
}

}  // namespace
}  // namespace basalt::query_test
