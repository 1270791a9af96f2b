// Scan's own checks: segments and starting keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/engine/query_world.h"

namespace basalt::query_test {
namespace {

class ScanChecks : public testing::Test {
 protected:
  void SetUp() override {
    AddTestTables(world_);
    request_.table_name = "plain";
    for (int i = 0; i < 20; ++i) {
      world_.Put("plain", {{"pk", S("item " + std::to_string(i))}, {"v", N(i)}});
    }
  }

  std::string ErrorOf(const ScanRequest& request) {
    const auto response = world_.operations().Scan(request);
    return response ? "no error" : response.error().message;
  }

  QueryWorld world_;
  ScanRequest request_;
};

TEST_F(ScanChecks, SegmentNeedsTotal) {
  request_.segment = 0;
  EXPECT_EQ(ErrorOf(request_),
            "The TotalSegments parameter is required but was not present in the request when "
            "Segment parameter is present");
}

TEST_F(ScanChecks, TotalNeedsSegment) {
  request_.total_segments = 2;
  EXPECT_EQ(ErrorOf(request_),
            "The Segment parameter is required but was not present in the request when parameter "
            "TotalSegments is present");
}

TEST_F(ScanChecks, SegmentIsLessThanTotal) {
  request_.segment = 2;
  request_.total_segments = 2;
  EXPECT_EQ(ErrorOf(request_),
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            "Segment: 2 is not less than TotalSegments: 2");
}

TEST_F(ScanChecks, BoundsOfSegments) {
  request_.segment = -1;
  request_.total_segments = 1'000'001;
  EXPECT_EQ(ErrorOf(request_),
            "2 validation errors detected: Value at 'Segment' failed to satisfy constraint: Member "
            "must have value greater than or equal to 0; Value at 'TotalSegments' failed to "
            "satisfy constraint: Member must have value less than or equal to 1000000");
}

TEST_F(ScanChecks, StartKeyMustFitTheSchema) {
  request_.exclusive_start_key = RequestItem(Item{{"pk", N(1)}});
  EXPECT_EQ(ErrorOf(request_),
            "The provided starting key is invalid: The provided key element does not match the "
            "schema");
}

TEST_F(ScanChecks, StartKeyMustLieInTheSegment) {
  request_.total_segments = 2;
  request_.exclusive_start_key = RequestItem(Item{{"pk", S("item 3")}});
  int accepted = 0;
  for (const std::int64_t segment : {0, 1}) {
    request_.segment = segment;
    const std::string error = ErrorOf(request_);
    if (error == "no error") {
      ++accepted;
      continue;
    }
    EXPECT_EQ(error,
              "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
              "ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: " +
                  std::to_string(segment));
  }
  EXPECT_EQ(accepted, 1);
}

TEST_F(ScanChecks, FilterMayLookAtTheKey) {
  request_.filter_expression = "begins_with(pk, :p)";
  request_.expression_attribute_values = RequestItem(Item{{":p", S("item 1")}});
  const auto page = world_.operations().Scan(request_);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->count, 11);
  EXPECT_EQ(page->scanned_count, 20);
}

TEST_F(ScanChecks, OrderIsOfHashesNotOfKeys) {
  const auto page = world_.operations().Scan(request_);
  ASSERT_TRUE(page);
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < page->items->size(); ++i) {
    keys.emplace_back((*page->items)[i].Find("pk")->AsString());
  }
  EXPECT_FALSE(std::ranges::is_sorted(keys));
}

}  // namespace
}  // namespace basalt::query_test
