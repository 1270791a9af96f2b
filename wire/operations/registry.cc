#include "wire/operations/registry.h"

#include <algorithm>
#include <array>

#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

// To add an operation: write its file, declare it in handlers.h, add its line.
constexpr std::array kOperations = {
    Operation{"BatchGetItem", Access::kRead, &BatchGetItem},
    Operation{"BatchWriteItem", Access::kWrite, &BatchWriteItem},
    Operation{"CreateTable", Access::kWrite, &CreateTable},
    Operation{"DeleteItem", Access::kWrite, &DeleteItem},
    Operation{"DeleteResourcePolicy", Access::kWrite, &DeleteResourcePolicy},
    Operation{"DeleteTable", Access::kWrite, &DeleteTable},
    Operation{"DescribeContinuousBackups", Access::kRead, &DescribeContinuousBackups},
    Operation{"DescribeContributorInsights", Access::kRead, &DescribeContributorInsights},
    Operation{"DescribeEndpoints", Access::kRead, &DescribeEndpoints, Service::kDynamoDb,
              Input::kHostHeader},
    Operation{"DescribeKinesisStreamingDestination", Access::kRead,
              &DescribeKinesisStreamingDestination},
    Operation{"DescribeLimits", Access::kRead, &DescribeLimits},
    Operation{"DescribeStream", Access::kRead, &DescribeStream, Service::kDynamoDbStreams},
    Operation{"DescribeTable", Access::kRead, &DescribeTable},
    Operation{"DescribeTimeToLive", Access::kRead, &DescribeTimeToLive},
    Operation{"DisableKinesisStreamingDestination", Access::kWrite,
              &DisableKinesisStreamingDestination},
    Operation{"EnableKinesisStreamingDestination", Access::kWrite,
              &EnableKinesisStreamingDestination},
    Operation{"GetItem", Access::kRead, &GetItem},
    Operation{"GetRecords", Access::kRead, &GetRecords, Service::kDynamoDbStreams},
    Operation{"GetResourcePolicy", Access::kRead, &GetResourcePolicy},
    Operation{"GetShardIterator", Access::kRead, &GetShardIterator, Service::kDynamoDbStreams},
    Operation{"ListContributorInsights", Access::kRead, &ListContributorInsights},
    Operation{"ListStreams", Access::kRead, &ListStreams, Service::kDynamoDbStreams},
    Operation{"ListTables", Access::kRead, &ListTables},
    Operation{"ListTagsOfResource", Access::kRead, &ListTagsOfResource},
    Operation{"PutItem", Access::kWrite, &PutItem},
    Operation{"PutResourcePolicy", Access::kWrite, &PutResourcePolicy},
    Operation{"Query", Access::kRead, &Query},
    Operation{"Scan", Access::kRead, &Scan},
    Operation{"TagResource", Access::kWrite, &TagResource},
    Operation{"TransactGetItems", Access::kRead, &TransactGetItems},
    Operation{"TransactWriteItems", Access::kWrite, &TransactWriteItems},
    Operation{"UntagResource", Access::kWrite, &UntagResource},
    Operation{"UpdateContinuousBackups", Access::kWrite, &UpdateContinuousBackups},
    Operation{"UpdateContributorInsights", Access::kWrite, &UpdateContributorInsights},
    Operation{"UpdateItem", Access::kWrite, &UpdateItem},
    Operation{"UpdateKinesisStreamingDestination", Access::kWrite,
              &UpdateKinesisStreamingDestination},
    Operation{"UpdateTable", Access::kWrite, &UpdateTable},
    Operation{"UpdateTimeToLive", Access::kWrite, &UpdateTimeToLive},
};
static_assert(std::ranges::is_sorted(kOperations, {}, &Operation::name));

}  // namespace

std::span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(std::string_view name) {
  const auto found = std::ranges::lower_bound(kOperations, name, {}, &Operation::name);
  return found != kOperations.end() && found->name == name ? &*found : nullptr;
}

}  // namespace basalt::wire
