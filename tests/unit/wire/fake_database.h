// A database that refuses everything, for tests of what stands in front of one.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "basalt/database.h"

namespace basalt::wire {

class FakeDatabase : public Database {
 public:
  Durability durability() const override { return Durability::kCommit; }
  bool writes_stall() const override { return false; }
  void DeferSync(const std::function<void()>& call,
                 std::function<void(const Status&)> done) override {
    call();
    {
      const std::lock_guard lock(mutex_);
      if (held_.size() < holds_) {
        held_.push_back(std::move(done));
        changed_.notify_all();
        return;
      }
    }
    done(Done{});
  }

  // The next `count` calls wait for a sync that does not end before EndSyncs.
  void HoldSyncs(std::size_t count) {
    const std::lock_guard lock(mutex_);
    holds_ = count;
  }
  void AwaitHeld(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_.size() == count; });
  }
  void EndSyncs(const Status& outcome) {
    std::vector<std::function<void(const Status&)>> held;
    {
      const std::lock_guard lock(mutex_);
      holds_ = 0;
      held.swap(held_);
    }
    for (const auto& done : held) done(outcome);
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

  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t holds_ = 0;                                 // Guarded by mutex_.
  std::vector<std::function<void(const Status&)>> held_;  // Guarded by mutex_.
};

}  // namespace basalt::wire
