#include "wire/operations/placement.h"

#include <gtest/gtest.h>

#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

namespace placement_test {

struct PlaceCase {
  const char* name;
  const char* operation;  // Null: none that is known.
  CallShape shape;
  CallPlace place;
};

class PlacementTest : public testing::TestWithParam<PlaceCase> {};

TEST_P(PlacementTest, FollowsFromTheCall) {
  CallShape shape = GetParam().shape;
  if (GetParam().operation != nullptr) shape.operation = FindOperation(GetParam().operation);

  EXPECT_EQ(PlaceOf(shape), GetParam().place);
}

constexpr std::size_t kLargeBody = kBodyBytesHere + 1;

const PlaceCase kCases[] = {
    {"PointRead", "GetItem", {.body_bytes = 100}, CallPlace::kHere},
    {"LargestBodyHere", "GetItem", {.body_bytes = kBodyBytesHere}, CallPlace::kHere},
    {"LargerBody", "GetItem", {.body_bytes = kLargeBody}, CallPlace::kPool},
    {"Compressed", "GetItem", {.body_bytes = 100, .is_compressed = true}, CallPlace::kPool},
    {"Description", "DescribeTable", {.body_bytes = 100}, CallPlace::kHere},
    {"Query", "Query", {.body_bytes = 100}, CallPlace::kHereAtFirst},
    {"Scan", "Scan", {.body_bytes = 100}, CallPlace::kHereAtFirst},
    {"QueryWithALargeBody", "Query", {.body_bytes = kLargeBody}, CallPlace::kPool},
    {"BatchOfReads", "BatchGetItem", {.body_bytes = 100}, CallPlace::kPool},
    {"TransactionOfReads", "TransactGetItems", {.body_bytes = 100}, CallPlace::kPool},
    {"Records", "GetRecords", {.body_bytes = 100}, CallPlace::kPool},
    {"Write", "PutItem", {.body_bytes = 100}, CallPlace::kHere},
    {"WriteWithALargeBody", "PutItem", {.body_bytes = kLargeBody}, CallPlace::kPool},
    {"WriteWhileStorageHoldsWritesUp",
     "PutItem",
     {.body_bytes = 100, .writes_stall = true},
     CallPlace::kPool},
    {"ReadWhileStorageHoldsWritesUp",
     "GetItem",
     {.body_bytes = 100, .writes_stall = true},
     CallPlace::kHere},
    {"WritesOfManyItems", "BatchWriteItem", {.body_bytes = 100}, CallPlace::kPool},
    {"TransactionOfWrites", "TransactWriteItems", {.body_bytes = 100}, CallPlace::kPool},
    {"NewIndex", "UpdateTable", {.body_bytes = 100}, CallPlace::kPool},
    {"NewTable", "CreateTable", {.body_bytes = 100}, CallPlace::kPool},
    {"ReadWhileMemoryIsShort", "GetItem", {.memory_is_short = true}, CallPlace::kPool},
    {"WriteWhileMemoryIsShort", "PutItem", {.memory_is_short = true}, CallPlace::kPool},
    {"Unknown", nullptr, {.body_bytes = 100}, CallPlace::kHere},
    {"UnknownWithALargeBody", nullptr, {.body_bytes = kLargeBody}, CallPlace::kPool},
};

INSTANTIATE_TEST_SUITE_P(Calls, PlacementTest, testing::ValuesIn(kCases),
                         [](const auto& test) { return std::string(test.param.name); });

// Whoever adds an operation has to say how long it may be.
TEST(Placement, OfEveryOperationThatReadsMuchOrChangesTables) {
  for (const Operation& operation : Operations()) {
    if (operation.reads_bytes_max != 0) {
      EXPECT_EQ(operation.length, Length::kLong) << operation.name;
    }
    const bool is_table_change = operation.access == Access::kWrite &&
                                 !operation.name.ends_with("Item") &&
                                 !operation.name.ends_with("Items");
    if (is_table_change) {
      EXPECT_EQ(operation.length, Length::kLong) << operation.name;
    }
  }
}

}  // namespace placement_test
}  // namespace
}  // namespace basalt::wire
