#include "engine/database.h"

#include <utility>

namespace basalt {

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  return OpenDatabase({.directory = options.directory,
                       .durability = options.durability,
                       .cache_bytes = options.cache_bytes},
                      options);
}

Result<std::unique_ptr<Database>> OpenDatabase(const StoreOptions& store_options,
                                               const DatabaseOptions& options) {
  if (options.stream_shards == 0) {
    return Error{ErrorCode::kInternal, "a stream needs at least one shard: stream_shards is 0"};
  }
  auto store = Store::Open(store_options);
  if (!store) return store.error();
  const auto damaged = [&](const Error& error) -> Error {
    if (!store_options.directory) return error;
    return Damaged(store_options.directory->string(), error.message);
  };
  const Clock& clock = options.clock != nullptr ? *options.clock : SystemClock();
  auto catalog =
      Catalog::Load(**store, {.account = {.region = options.region, .id = options.account_id},
                              .clock = &clock,
                              .state_delay = options.state_delay});
  if (!catalog) return damaged(catalog.error());
  auto streams = Streams::Load(**store, clock,
                               {.account = (*catalog)->account(),
                                .shards = options.stream_shards,
                                .has_kinesis_sink = options.kinesis_sink != nullptr,
                                .state_delay = options.state_delay});
  if (!streams) return damaged(streams.error());
  (*catalog)->Observe(**streams);
  return std::unique_ptr<Database>(
      std::make_unique<DatabaseImpl>(*std::move(store), *std::move(catalog), *std::move(streams),
                                     clock, options.expiry_interval, options.kinesis_sink));
}

DatabaseImpl::DatabaseImpl(std::unique_ptr<Store> store, std::unique_ptr<Catalog> catalog,
                           std::unique_ptr<Streams> streams, const Clock& clock,
                           std::chrono::milliseconds expiry_interval, KinesisSink* kinesis_sink)
    : store_(std::move(store)),
      catalog_(std::move(catalog)),
      streams_(std::move(streams)),
      clock_(clock),
      tables_(*store_, *catalog_, clock,
              [this](const std::string& table_name) { BackfillNow(table_name); }),
      items_(*store_, *catalog_, locks_, *streams_),
      queries_(*store_, *catalog_),
      transactions_(*store_, *catalog_, locks_, *streams_, clock),
      stream_operations_(*streams_),
      settings_(*store_, *catalog_, clock, kinesis_sink),
      job_writer_(*store_, locks_, *streams_),
      expiry_sweeper_(*store_, *catalog_, job_writer_, clock),
      kinesis_delivery_(*store_, *streams_, kinesis_sink),
      row_removal_(*store_),
      jobs_([this](const std::stop_token& stop) { RunJobs(stop); }, expiry_interval),
      backfills_([this](const std::stop_token& stop) { RunBackfills(stop); }, expiry_interval) {
  deliveries_.emplace(
      [this](const std::stop_token& stop) { (void)kinesis_delivery_.Deliver(stop); },
      expiry_interval);
}

DatabaseImpl::~DatabaseImpl() {
  deliveries_.reset();
  (void)kinesis_delivery_.Deliver();
}

void DatabaseImpl::DeferSync(const std::function<void()>& call,
                             std::function<void(const Status&)> done) {
  SyncScope scope(*store_);
  call();
  scope.Then(std::move(done));
}

Result<CreateTableResponse> DatabaseImpl::CreateTable(const CreateTableRequest& request) {
  return Answer([&] { return tables_.Create(request); });
}

Result<DescribeTableResponse> DatabaseImpl::DescribeTable(const DescribeTableRequest& request) {
  return Answer([&] { return tables_.Describe(request); });
}

Result<ListTablesResponse> DatabaseImpl::ListTables(const ListTablesRequest& request) {
  return Answer([&] { return tables_.List(request); });
}

Result<UpdateTableResponse> DatabaseImpl::UpdateTable(const UpdateTableRequest& request) {
  return Answer([&] { return tables_.Update(request); });
}

Result<DeleteTableResponse> DatabaseImpl::DeleteTable(const DeleteTableRequest& request) {
  return Answer([&] { return tables_.Delete(request); });
}

Result<DescribeLimitsResponse> DatabaseImpl::DescribeLimits() { return DescribeLimitsResponse(); }

Result<GetItemResponse> DatabaseImpl::GetItem(const GetItemRequest& request) {
  return Answer([&] { return items_.GetItem(request); });
}

Result<PutItemResponse> DatabaseImpl::PutItem(const PutItemRequest& request) {
  return Answer([&] { return items_.PutItem(request); });
}

Result<UpdateItemResponse> DatabaseImpl::UpdateItem(const UpdateItemRequest& request) {
  return Answer([&] { return items_.UpdateItem(request); });
}

Result<DeleteItemResponse> DatabaseImpl::DeleteItem(const DeleteItemRequest& request) {
  return Answer([&] { return items_.DeleteItem(request); });
}

Result<BatchGetItemResponse> DatabaseImpl::BatchGetItem(const BatchGetItemRequest& request) {
  return Answer([&] { return items_.BatchGetItem(request); });
}

Result<BatchWriteItemResponse> DatabaseImpl::BatchWriteItem(const BatchWriteItemRequest& request) {
  return Answer([&] { return items_.BatchWriteItem(request); });
}

Result<QueryResponse> DatabaseImpl::Query(const QueryRequest& request) {
  return Answer([&] { return queries_.Query(request); });
}

Result<ScanResponse> DatabaseImpl::Scan(const ScanRequest& request) {
  return Answer([&] { return queries_.Scan(request); });
}

Result<TransactWriteItemsResponse> DatabaseImpl::TransactWriteItems(
    const TransactWriteItemsRequest& request) {
  return Answer([&] { return transactions_.TransactWriteItems(request); });
}

Result<TransactGetItemsResponse> DatabaseImpl::TransactGetItems(
    const TransactGetItemsRequest& request) {
  return Answer([&] { return transactions_.TransactGetItems(request); });
}

Result<ListStreamsResponse> DatabaseImpl::ListStreams(const ListStreamsRequest& request) {
  return Answer([&] { return stream_operations_.List(request); });
}

Result<DescribeStreamResponse> DatabaseImpl::DescribeStream(const DescribeStreamRequest& request) {
  return Answer([&] { return stream_operations_.Describe(request); });
}

Result<GetShardIteratorResponse> DatabaseImpl::GetShardIterator(
    const GetShardIteratorRequest& request) {
  return Answer([&] { return stream_operations_.GetShardIterator(request); });
}

Result<GetRecordsResponse> DatabaseImpl::GetRecords(const GetRecordsRequest& request) {
  return Answer([&] { return stream_operations_.GetRecords(request); });
}

Status DatabaseImpl::RollOverShards(const std::string& stream_arn) {
  return Answer([&] { return streams_->RollOver(stream_arn); });
}

}  // namespace basalt
