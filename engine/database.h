// The embedded database: the one place that puts the parts of the engine together.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "basalt/database.h"
#include "engine/calls_in_flight.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/items/item_operations.h"
#include "engine/items/item_writer.h"
#include "engine/jobs/event_queue.h"
#include "engine/jobs/expiry_sweeper.h"
#include "engine/jobs/job.h"
#include "engine/jobs/kinesis_delivery.h"
#include "engine/jobs/row_removal.h"
#include "engine/query/query_operations.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/storage/sync_scope.h"
#include "engine/streams/stream_operations.h"
#include "engine/streams/streams.h"
#include "engine/transactions/transaction_operations.h"

namespace basalt {

// As Database::Open, over a store of these options instead of the directory, durability and cache
// of `options`: tests bring their own disk.
Result<std::unique_ptr<Database>> OpenDatabase(StoreOptions store_options,
                                               const DatabaseOptions& options);

// What a database consists of, made before it.
struct DatabaseParts {
  std::unique_ptr<EventQueue> events;  // Null: nobody listens. First: the others report to it.
  std::unique_ptr<Store> store;
  std::unique_ptr<Catalog> catalog;  // Of the store, as are the streams.
  std::unique_ptr<Streams> streams;
};

struct DatabaseSettings {
  const Clock& clock;
  std::chrono::milliseconds job_interval;       // Of real time.
  std::chrono::milliseconds slow_operation{0};  // 0: none is slow.
  KinesisSink* kinesis_sink = nullptr;
};

class DatabaseImpl final : public Database {
  using SteadyTime = std::chrono::steady_clock::time_point;

 public:
  DatabaseImpl(DatabaseParts parts, const DatabaseSettings& settings);
  // Waits for calls that are under way. What waits for the sink is brought to it once more.
  ~DatabaseImpl() override;

  Durability durability() const override { return store_->durability(); }
  bool writes_stall() const override { return store_->writes_stall(); }
  Status CheckWritable() override { return store_->CheckWritable(); }

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
                 std::function<void(const Status&)> done) override;

 private:
  struct NoRequest {};  // That names a table.

  // The answer of an operation, once what it tells of is on stable storage. The listener hears of
  // it if it takes long.
  template <typename Request, typename Call>
  auto Answer(const char* operation, const Request& request, const Call& call) -> decltype(call()) {
    const bool is_timed = slow_operation_.count() > 0;
    const auto start = is_timed ? std::chrono::steady_clock::now() : SteadyTime();
    const CallsInFlight::Call in_flight(calls_);
    SyncScope scope(*store_);
    auto answer = call();
    auto synced = scope.Wait();
    if (is_timed) TellIfSlow(operation, TableNameOf(request), start);
    if (!synced) return std::move(synced).error();
    return answer;
  }
  template <typename Request>
  static std::string_view TableNameOf(const Request& request) {
    if constexpr (requires { std::string_view(request.table_name); }) return request.table_name;
    return {};
  }
  void TellIfSlow(const char* operation, std::string_view table_name, SteadyTime start);

  // What the jobs do; see engine/database_jobs.cc.
  NextRun RunUpkeep(const std::stop_token& stop);
  NextRun RunBackfills(const std::stop_token& stop);
  NextRun RunDeliveries(const std::stop_token& stop);
  void Backfill(const std::string& table_name, const std::stop_token& stop, std::size_t pages_max);
  void BackfillNow(const std::string& table_name);
  bool HasWork() const;
  void WakeJobs();
  JobOptions JobOf(NextRun (DatabaseImpl::*run)(const std::stop_token& stop), JobKind kind,
                   std::chrono::milliseconds interval);

  // Members are destroyed from the last to the first: each may use those above it.
  const std::unique_ptr<EventQueue> events_;
  EngineListener& listener_;
  const std::chrono::milliseconds slow_operation_;  // 0: nobody wants to know.
  CallsInFlight calls_;
  std::unique_ptr<Store> store_;  // Everything below borrows it, and goes before it.
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Streams> streams_;
  const Clock& clock_;
  KeyLocks locks_;
  TableOperations tables_;
  ItemOperations items_;
  QueryOperations queries_;
  TransactionOperations transactions_;
  StreamOperations stream_operations_;
  SettingOperations settings_;
  ItemWriter job_writer_;
  ExpirySweeper expiry_sweeper_;
  KinesisDelivery kinesis_delivery_;
  RowRemoval row_removal_;
  Job upkeep_;
  Job backfills_;                  // Apart: they may take long.
  std::optional<Job> deliveries_;  // Apart: the sink may be slow.
};

}  // namespace basalt
