#include "wire/operations/registry.h"

#include <algorithm>
#include <array>

#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

constexpr Operation LongRead(std::string_view name, Handler handler, std::size_t bytes_max,
                             Service service = Service::kDynamoDb,
                             ShortHandler short_handler = nullptr) {
  return {.name = name,
          .access = Access::kRead,
          .handler = handler,
          .service = service,
          .length = Length::kLong,
          .short_handler = short_handler,
          .reads_bytes_max = bytes_max};
}

// Of many items, or of a table, with all that they mean for indexes and streams.
constexpr Operation LongWrite(std::string_view name, Handler handler) {
  return {.name = name, .access = Access::kWrite, .handler = handler, .length = Length::kLong};
}

// To add an operation: write its file, declare it in handlers.h, add its line.
constexpr std::array kOperations = {
    LongRead("BatchGetItem", &BatchGetItem, 2 * 16 * kMegabyte),
    LongWrite("BatchWriteItem", &BatchWriteItem),
    LongWrite("CreateTable", &CreateTable),
    Operation{"DeleteItem", Access::kWrite, &DeleteItem},
    LongWrite("DeleteResourcePolicy", &DeleteResourcePolicy),
    LongWrite("DeleteTable", &DeleteTable),
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
    LongWrite("DisableKinesisStreamingDestination", &DisableKinesisStreamingDestination),
    LongWrite("EnableKinesisStreamingDestination", &EnableKinesisStreamingDestination),
    Operation{"GetItem", Access::kRead, &GetItem},
    LongRead("GetRecords", &GetRecords, 4 * kMegabyte, Service::kDynamoDbStreams),
    Operation{"GetResourcePolicy", Access::kRead, &GetResourcePolicy},
    Operation{"GetShardIterator", Access::kRead, &GetShardIterator, Service::kDynamoDbStreams},
    Operation{"ListContributorInsights", Access::kRead, &ListContributorInsights},
    Operation{"ListStreams", Access::kRead, &ListStreams, Service::kDynamoDbStreams},
    Operation{"ListTables", Access::kRead, &ListTables},
    Operation{"ListTagsOfResource", Access::kRead, &ListTagsOfResource},
    Operation{"PutItem", Access::kWrite, &PutItem},
    LongWrite("PutResourcePolicy", &PutResourcePolicy),
    LongRead("Query", &Query, 4 * kMegabyte, Service::kDynamoDb, &ShortQuery),
    LongRead("Scan", &Scan, 4 * kMegabyte, Service::kDynamoDb, &ShortScan),
    LongWrite("TagResource", &TagResource),
    LongRead("TransactGetItems", &TransactGetItems, 2 * 4 * kMegabyte),
    LongWrite("TransactWriteItems", &TransactWriteItems),
    LongWrite("UntagResource", &UntagResource),
    LongWrite("UpdateContinuousBackups", &UpdateContinuousBackups),
    LongWrite("UpdateContributorInsights", &UpdateContributorInsights),
    Operation{"UpdateItem", Access::kWrite, &UpdateItem},
    LongWrite("UpdateKinesisStreamingDestination", &UpdateKinesisStreamingDestination),
    LongWrite("UpdateTable", &UpdateTable),
    LongWrite("UpdateTimeToLive", &UpdateTimeToLive),
};
static_assert(std::ranges::is_sorted(kOperations, {}, &Operation::name));

}  // namespace

std::span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(std::string_view name) {
  const auto found = std::ranges::lower_bound(kOperations, name, {}, &Operation::name);
  return found != kOperations.end() && found->name == name ? &*found : nullptr;
}

}  // namespace basalt::wire
