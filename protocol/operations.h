// Every operation that Basalt answers, with the shape of its request.
#pragma once

#include <string_view>

#include "protocol/shapes/batches.h"
#include "protocol/shapes/items.h"
#include "protocol/shapes/queries.h"
#include "protocol/shapes/settings.h"
#include "protocol/shapes/streams.h"
#include "protocol/shapes/tables.h"
#include "protocol/shapes/tags.h"
#include "protocol/shapes/time_to_live.h"
#include "protocol/shapes/transactions.h"

namespace basalt::protocol {

// DynamoDB's two APIs, each with a service model of its own.
enum class Api : std::uint8_t { kDynamoDb, kStreams };

// Calls visit(name, api, describe) for each operation, in order of name; `describe(shape)` shows
// the members of its request to a visitor.
template <typename Visit>
void ForEachOperation(const Visit& visit) {
  const auto of = [&]<typename Request>(std::string_view name, Api api = Api::kDynamoDb) {
    visit(name, api, [](auto& shape) {
      const Request request;
      Describe(shape, request);
    });
  };
  const auto of_kinesis = [&](std::string_view name, std::string_view configuration) {
    visit(name, Api::kDynamoDb, [configuration](auto& shape) {
      const KinesisStreamingDestinationRequest request;
      DescribeKinesisDestination(shape, request, configuration);
    });
  };
  of.template operator()<BatchGetItemRequest>("BatchGetItem");
  of.template operator()<BatchWriteItemRequest>("BatchWriteItem");
  of.template operator()<CreateTableRequest>("CreateTable");
  of.template operator()<DeleteItemRequest>("DeleteItem");
  of.template operator()<DeleteResourcePolicyRequest>("DeleteResourcePolicy");
  of.template operator()<DeleteTableRequest>("DeleteTable");
  of.template operator()<DescribeContinuousBackupsRequest>("DescribeContinuousBackups");
  of.template operator()<DescribeContributorInsightsRequest>("DescribeContributorInsights");
  visit("DescribeEndpoints", Api::kDynamoDb, [](auto&) {});
  of.template operator()<DescribeKinesisStreamingDestinationRequest>(
      "DescribeKinesisStreamingDestination");
  visit("DescribeLimits", Api::kDynamoDb, [](auto&) {});
  of.template operator()<DescribeStreamRequest>("DescribeStream", Api::kStreams);
  of.template operator()<DescribeTableRequest>("DescribeTable");
  of.template operator()<DescribeTimeToLiveRequest>("DescribeTimeToLive");
  of_kinesis("DisableKinesisStreamingDestination", kEnableKinesisConfiguration);
  of_kinesis("EnableKinesisStreamingDestination", kEnableKinesisConfiguration);
  of.template operator()<GetItemRequest>("GetItem");
  of.template operator()<GetRecordsRequest>("GetRecords", Api::kStreams);
  of.template operator()<GetResourcePolicyRequest>("GetResourcePolicy");
  of.template operator()<GetShardIteratorRequest>("GetShardIterator", Api::kStreams);
  of.template operator()<ListContributorInsightsRequest>("ListContributorInsights");
  of.template operator()<ListStreamsRequest>("ListStreams", Api::kStreams);
  of.template operator()<ListTablesRequest>("ListTables");
  of.template operator()<ListTagsOfResourceRequest>("ListTagsOfResource");
  of.template operator()<PutItemRequest>("PutItem");
  of.template operator()<PutResourcePolicyRequest>("PutResourcePolicy");
  of.template operator()<QueryRequest>("Query");
  of.template operator()<ScanRequest>("Scan");
  of.template operator()<TagResourceRequest>("TagResource");
  of.template operator()<TransactGetItemsRequest>("TransactGetItems");
  of.template operator()<TransactWriteItemsRequest>("TransactWriteItems");
  of.template operator()<UntagResourceRequest>("UntagResource");
  of.template operator()<UpdateContinuousBackupsRequest>("UpdateContinuousBackups");
  of.template operator()<UpdateContributorInsightsRequest>("UpdateContributorInsights");
  of.template operator()<UpdateItemRequest>("UpdateItem");
  of_kinesis("UpdateKinesisStreamingDestination", kUpdateKinesisConfiguration);
  of.template operator()<UpdateTableRequest>("UpdateTable");
  of.template operator()<UpdateTimeToLiveRequest>("UpdateTimeToLive");
}

}  // namespace basalt::protocol
