// A database that refuses everything, for tests of what stands in front of one.
#pragma once

#include "basalt/database.h"

namespace basalt::wire {

class FakeDatabase : public Database {
 public:
  Durability durability() const override { return Durability::kCommit; }
  bool writes_stall() const override { return false; }
  void DeferSync(const std::function<void()>& call,
                 std::function<void(const Status&)> done) override {
    call();
    done(Done{});
  }
  Status CheckWritable() override { return Done{}; }
  Result<CreateTableResponse> CreateTable(const CreateTableRequest&) override { return refusal(); }
  Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest&) override {
    return refusal();
  }
  Result<ListTablesResponse> ListTables(const ListTablesRequest&) override { return refusal(); }
  Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest&) override { return refusal(); }
  Result<DeleteTableResponse> DeleteTable(const DeleteTableRequest&) override { return refusal(); }
  Result<DescribeLimitsResponse> DescribeLimits() override { return refusal(); }
  Result<GetItemResponse> GetItem(const GetItemRequest&) override { return refusal(); }
  Result<PutItemResponse> PutItem(const PutItemRequest&) override { return refusal(); }
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest&) override { return refusal(); }
  Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest&) override { return refusal(); }
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest&) override {
    return refusal();
  }
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest&) override {
    return refusal();
  }
  Result<QueryResponse> Query(const QueryRequest&) override { return refusal(); }
  Result<ScanResponse> Scan(const ScanRequest&) override { return refusal(); }
  Result<TransactWriteItemsResponse> TransactWriteItems(const TransactWriteItemsRequest&) override {
    return refusal();
  }
  Result<TransactGetItemsResponse> TransactGetItems(const TransactGetItemsRequest&) override {
    return refusal();
  }
  Result<UpdateTimeToLiveResponse> UpdateTimeToLive(const UpdateTimeToLiveRequest&) override {
    return refusal();
  }
  Result<DescribeTimeToLiveResponse> DescribeTimeToLive(const DescribeTimeToLiveRequest&) override {
    return refusal();
  }
  Result<TagResourceResponse> TagResource(const TagResourceRequest&) override { return refusal(); }
  Result<UntagResourceResponse> UntagResource(const UntagResourceRequest&) override {
    return refusal();
  }
  Result<ListTagsOfResourceResponse> ListTagsOfResource(const ListTagsOfResourceRequest&) override {
    return refusal();
  }
  Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
      const DeleteResourcePolicyRequest&) override {
    return refusal();
  }
  Result<DescribeContinuousBackupsResponse> DescribeContinuousBackups(
      const DescribeContinuousBackupsRequest&) override {
    return refusal();
  }
  Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
      const DescribeContributorInsightsRequest&) override {
    return refusal();
  }
  Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
      const DescribeKinesisStreamingDestinationRequest&) override {
    return refusal();
  }
  Result<KinesisStreamingDestinationResponse> DisableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest&) override {
    return refusal();
  }
  Result<KinesisStreamingDestinationResponse> EnableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest&) override {
    return refusal();
  }
  Result<GetResourcePolicyResponse> GetResourcePolicy(const GetResourcePolicyRequest&) override {
    return refusal();
  }
  Result<ListContributorInsightsResponse> ListContributorInsights(
      const ListContributorInsightsRequest&) override {
    return refusal();
  }
  Result<ContributorInsightsReportResponse> ReportContributorInsights(
      const ContributorInsightsReportRequest&) override {
    return refusal();
  }
  Result<PutResourcePolicyResponse> PutResourcePolicy(const PutResourcePolicyRequest&) override {
    return refusal();
  }
  Result<UpdateContinuousBackupsResponse> UpdateContinuousBackups(
      const UpdateContinuousBackupsRequest&) override {
    return refusal();
  }
  Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
      const UpdateContributorInsightsRequest&) override {
    return refusal();
  }
  Result<KinesisStreamingDestinationResponse> UpdateKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest&) override {
    return refusal();
  }

  Result<ListStreamsResponse> ListStreams(const ListStreamsRequest&) override { return refusal(); }
  Result<DescribeStreamResponse> DescribeStream(const DescribeStreamRequest&) override {
    return refusal();
  }
  Result<GetShardIteratorResponse> GetShardIterator(const GetShardIteratorRequest&) override {
    return refusal();
  }
  Result<GetRecordsResponse> GetRecords(const GetRecordsRequest&) override { return refusal(); }
  Status RollOverShards(const std::string&) override { return refusal(); }

 private:
  static Error refusal() { return ValidationError("the fake database refuses everything"); }
};

}  // namespace basalt::wire
