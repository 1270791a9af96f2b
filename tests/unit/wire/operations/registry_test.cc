#include "wire/operations/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/missing_operations.h"
#include "protocol/operations.h"
#include "wire/operations/missing_operations.h"

namespace basalt::wire {
namespace {

TEST(Registry, AnswersTheOperationsThatAreDescribed) {
  std::vector<std::string_view> described;
  std::vector<std::string_view> of_streams;
  protocol::ForEachOperation([&](std::string_view name, protocol::Api api, const auto&) {
    described.push_back(name);
    if (api == protocol::Api::kStreams) of_streams.push_back(name);
  });
  std::vector<std::string_view> answered;
  for (const Operation& operation : Operations()) {
    answered.push_back(operation.name);
    EXPECT_EQ(operation.service == Service::kDynamoDbStreams,
              std::ranges::count(of_streams, operation.name) == 1)
        << operation.name;
  }
  EXPECT_THAT(answered, testing::ElementsAreArray(described));
}

TEST(Registry, SaysOfThoseThatItLacksThatItDoes) {
  for (const std::string_view name : protocol::kMissingOperations) {
    EXPECT_EQ(FindOperation(name), nullptr) << name;
    EXPECT_EQ(TextOfMissingOperation("DynamoDB_20120810." + std::string(name)),
              std::string(name) + " is not implemented by Basalt (docs/parity.md lists what is)");
  }
  for (const char* target : {"", "DynamoDB_20120810.Nothing",
                             "DynamoDBStreams_20120810.ListBackups", "ExecuteStatement"}) {
    EXPECT_EQ(TextOfMissingOperation(target), "") << target;
  }
}

TEST(Registry, FindsEachOperationByItsName) {
  for (const Operation& operation : Operations()) {
    EXPECT_EQ(FindOperation(operation.name), &operation) << operation.name;
  }
  for (const char* name : {"", "putitem", "PutItem ", "Z"}) {
    EXPECT_EQ(FindOperation(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace basalt::wire
