// A database that tells a listener of calls which take long.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "basalt/database.h"
#include "basalt/engine_listener.h"

namespace basalt {

// Passes each call on to `database`, and tells of those that took longer than `slow`. A layer of
// its own, so that a database without a listener does not look at the time. Thread-safe.
class TimedDatabase final : public Database {
 public:
  // `listener` must outlive `database`, which goes with this, and must not wait.
  TimedDatabase(std::unique_ptr<Database> database, EngineListener& listener,
                std::chrono::milliseconds slow)
      : database_(std::move(database)), listener_(listener), slow_(slow) {}

  Durability durability() const override { return database_->durability(); }

  Result<CreateTableResponse> CreateTable(const CreateTableRequest& request) override;
  Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest& request) override;
  Result<ListTablesResponse> ListTables(const ListTablesRequest& request) override;
  Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest& request) override;
  Result<DeleteTableResponse> DeleteTable(const DeleteTableRequest& request) override;
  Result<DescribeLimitsResponse> DescribeLimits() override;
  Result<GetItemResponse> GetItem(const GetItemRequest& request) override;
  Result<PutItemResponse> PutItem(const PutItemRequest& request) override;
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest& request) override;
  Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest& request) override;
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request) override;
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request) override;
  Result<QueryResponse> Query(const QueryRequest& request) override;
  Result<ScanResponse> Scan(const ScanRequest& request) override;
  Result<TransactWriteItemsResponse> TransactWriteItems(
      const TransactWriteItemsRequest& request) override;
  Result<TransactGetItemsResponse> TransactGetItems(
      const TransactGetItemsRequest& request) override;
  Result<ListStreamsResponse> ListStreams(const ListStreamsRequest& request) override;
  Result<DescribeStreamResponse> DescribeStream(const DescribeStreamRequest& request) override;
  Result<GetShardIteratorResponse> GetShardIterator(
      const GetShardIteratorRequest& request) override;
  Result<GetRecordsResponse> GetRecords(const GetRecordsRequest& request) override;
  Status RollOverShards(const std::string& stream_arn) override;
  Result<UpdateTimeToLiveResponse> UpdateTimeToLive(
      const UpdateTimeToLiveRequest& request) override;
  Result<DescribeTimeToLiveResponse> DescribeTimeToLive(
      const DescribeTimeToLiveRequest& request) override;
  Result<TagResourceResponse> TagResource(const TagResourceRequest& request) override;
  Result<UntagResourceResponse> UntagResource(const UntagResourceRequest& request) override;
  Result<ListTagsOfResourceResponse> ListTagsOfResource(
      const ListTagsOfResourceRequest& request) override;
  Result<UpdateContinuousBackupsResponse> UpdateContinuousBackups(
      const UpdateContinuousBackupsRequest& request) override;
  Result<DescribeContinuousBackupsResponse> DescribeContinuousBackups(
      const DescribeContinuousBackupsRequest& request) override;
  Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
      const UpdateContributorInsightsRequest& request) override;
  Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
      const DescribeContributorInsightsRequest& request) override;
  Result<ListContributorInsightsResponse> ListContributorInsights(
      const ListContributorInsightsRequest& request) override;
  Result<ContributorInsightsReportResponse> ReportContributorInsights(
      const ContributorInsightsReportRequest& request) override;
  Result<PutResourcePolicyResponse> PutResourcePolicy(
      const PutResourcePolicyRequest& request) override;
  Result<GetResourcePolicyResponse> GetResourcePolicy(
      const GetResourcePolicyRequest& request) override;
  Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
      const DeleteResourcePolicyRequest& request) override;
  Result<KinesisStreamingDestinationResponse> EnableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) override;
  Result<KinesisStreamingDestinationResponse> DisableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) override;
  Result<KinesisStreamingDestinationResponse> UpdateKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request) override;
  Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
      const DescribeKinesisStreamingDestinationRequest& request) override;

  void DeferSync(const std::function<void()>& call,
                 std::function<void(const Status&)> done) override {
    database_->DeferSync(call, std::move(done));  // Whose calls are timed where they arrive here.
  }

 private:
  template <typename Request, typename Call>
  auto Timed(const char* operation, const Request& request, const Call& call);

  const std::unique_ptr<Database> database_;
  EngineListener& listener_;
  const std::chrono::milliseconds slow_;
};

}  // namespace basalt
