#include "engine/database.h"

#include <utility>

#include "engine/catalog/account_record.h"
#include "engine/database_options.h"
#include "engine/storage/caught.h"
#include "engine/storage/no_listener.h"

namespace basalt {

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  return OpenDatabase({.directory = options.directory,
                       .durability = options.durability,
                       .cache_bytes = options.cache_bytes},
                      options);
}

namespace {

Status TellIfArnsChanged(const DatabaseParts& parts) {
  const Account& account = parts.catalog->account();
  const auto before = ReplaceArnBeginning(*parts.store, account);
  if (!before) return before.error();
  if (*before && parts.events != nullptr && !parts.catalog->Stored().empty()) {
    parts.events->OnArnsChanged({.before = **before, .after = account.ArnBeginning()});
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<Database>> OpenDatabase(StoreOptions store_options,
                                               const DatabaseOptions& options) {
  if (auto checked = CheckOptions(options); !checked) return checked.error();
  if (auto prepared = JobPool::Shared().Prepare(); !prepared) return prepared.error();
  DatabaseParts parts;
  if (options.listener != nullptr) parts.events = std::make_unique<EventQueue>(*options.listener);
  store_options.listener = parts.events.get();
  auto store = Store::Open(store_options);
  if (!store) return store.error();
  parts.store = *std::move(store);
  const auto damaged = [&](const Error& error) -> Error {
    if (!store_options.directory) return error;
    return Damaged(store_options.directory->string(), error.message);
  };
  const Clock& clock = options.clock != nullptr ? *options.clock : SystemClock();
  auto catalog =
      Catalog::Load(*parts.store, {.account = {.region = options.region, .id = options.account_id},
                                   .clock = &clock,
                                   .state_delay = options.state_delay,
                                   .listener = parts.events.get()});
  if (!catalog) return damaged(catalog.error());
  parts.catalog = *std::move(catalog);
  if (store_options.directory) {
    if (auto told = TellIfArnsChanged(parts); !told) return told.error();
  }
  auto streams = Streams::Load(*parts.store, clock,
                               {.account = parts.catalog->account(),
                                .shards = options.stream_shards,
                                .has_kinesis_sink = options.kinesis_sink != nullptr,
                                .state_delay = options.state_delay});
  if (!streams) return damaged(streams.error());
  parts.streams = *std::move(streams);
  parts.catalog->Observe(*parts.streams);
  return std::unique_ptr<Database>(std::make_unique<DatabaseImpl>(
      std::move(parts), DatabaseSettings{.clock = clock,
                                         .job_interval = options.expiry_interval,
                                         .slow_operation = options.slow_operation,
                                         .kinesis_sink = options.kinesis_sink}));
}

DatabaseImpl::DatabaseImpl(DatabaseParts parts, const DatabaseSettings& settings)
    : events_(std::move(parts.events)),
      listener_(events_ ? *events_ : NoListener()),
      slow_operation_(events_ ? settings.slow_operation : std::chrono::milliseconds(0)),
      store_(std::move(parts.store)),
      catalog_(std::move(parts.catalog)),
      streams_(std::move(parts.streams)),
      clock_(settings.clock),
      tables_(*store_, *catalog_, settings.clock,
              [this](const std::string& table_name) { BackfillNow(table_name); }),
      items_(*store_, *catalog_, locks_, *streams_),
      queries_(*store_, *catalog_),
      transactions_(*store_, *catalog_, locks_, *streams_, settings.clock),
      stream_operations_(*streams_),
      settings_(*store_, *catalog_, settings.clock, settings.kinesis_sink),
      job_writer_(*store_, locks_, *streams_),
      expiry_sweeper_(*store_, *catalog_, job_writer_, settings.clock, listener_),
      kinesis_delivery_(*store_, *streams_, settings.kinesis_sink, listener_),
      row_removal_(*store_),
      upkeep_(JobOf(&DatabaseImpl::RunUpkeep, JobKind::kExpiry, settings.job_interval)),
      backfills_(
          JobOf(&DatabaseImpl::RunBackfills, JobKind::kIndexBackfill, settings.job_interval)) {
  deliveries_.emplace(
      JobOf(&DatabaseImpl::RunDeliveries, JobKind::kKinesisDelivery, settings.job_interval));
  if (HasWork()) WakeJobs();
}

DatabaseImpl::~DatabaseImpl() {
  calls_.AwaitNone();
  deliveries_.reset();
  const Status delivered =
      Caught([this]() -> Status { return kinesis_delivery_.Deliver(), Done{}; });
  if (!delivered) {
    listener_.OnJobError(
        {.job = JobKind::kKinesisDelivery, .resource = {}, .error = delivered.error()});
  }
}

void DatabaseImpl::DeferSync(const std::function<void()>& call,
                             std::function<void(const Status&)> done) {
  const CallsInFlight::Call in_flight(calls_);
  SyncScope scope(*store_);
  call();
  scope.Then(std::move(done));
}

void DatabaseImpl::TellIfSlow(const char* operation, std::string_view table_name,
                              SteadyTime start) {
  const auto took = std::chrono::steady_clock::now() - start;
  if (took <= slow_operation_) return;
  listener_.OnSlowOperation(
      {.operation = operation,
       .table_name = std::string(table_name),
       .duration = std::chrono::duration_cast<std::chrono::microseconds>(took)});
}

Result<CreateTableResponse> DatabaseImpl::CreateTable(const CreateTableRequest& request) {
  return Answer("CreateTable", request, [&] {
    auto response = tables_.Create(request);
    WakeJobs();
    return response;
  });
}

Result<DescribeTableResponse> DatabaseImpl::DescribeTable(const DescribeTableRequest& request) {
  return Answer("DescribeTable", request, [&] { return tables_.Describe(request); });
}

Result<ListTablesResponse> DatabaseImpl::ListTables(const ListTablesRequest& request) {
  return Answer("ListTables", request, [&] { return tables_.List(request); });
}

Result<UpdateTableResponse> DatabaseImpl::UpdateTable(const UpdateTableRequest& request) {
  return Answer("UpdateTable", request, [&] { return tables_.Update(request); });
}

Result<DeleteTableResponse> DatabaseImpl::DeleteTable(const DeleteTableRequest& request) {
  return Answer("DeleteTable", request, [&] { return tables_.Delete(request); });
}

Result<DescribeLimitsResponse> DatabaseImpl::DescribeLimits() { return DescribeLimitsResponse(); }

Result<GetItemResponse> DatabaseImpl::GetItem(const GetItemRequest& request) {
  return Answer("GetItem", request, [&] { return items_.GetItem(request); });
}

Result<PutItemResponse> DatabaseImpl::PutItem(const PutItemRequest& request) {
  return Answer("PutItem", request, [&] { return items_.PutItem(request); });
}

Result<UpdateItemResponse> DatabaseImpl::UpdateItem(const UpdateItemRequest& request) {
  return Answer("UpdateItem", request, [&] { return items_.UpdateItem(request); });
}

Result<DeleteItemResponse> DatabaseImpl::DeleteItem(const DeleteItemRequest& request) {
  return Answer("DeleteItem", request, [&] { return items_.DeleteItem(request); });
}

Result<BatchGetItemResponse> DatabaseImpl::BatchGetItem(const BatchGetItemRequest& request) {
  return Answer("BatchGetItem", request, [&] { return items_.BatchGetItem(request); });
}

Result<BatchWriteItemResponse> DatabaseImpl::BatchWriteItem(const BatchWriteItemRequest& request) {
  return Answer("BatchWriteItem", request, [&] { return items_.BatchWriteItem(request); });
}

Result<QueryResponse> DatabaseImpl::Query(const QueryRequest& request) {
  return Answer("Query", request, [&] { return queries_.Query(request); });
}

Result<ScanResponse> DatabaseImpl::Scan(const ScanRequest& request) {
  return Answer("Scan", request, [&] { return queries_.Scan(request); });
}

Result<TransactWriteItemsResponse> DatabaseImpl::TransactWriteItems(
    const TransactWriteItemsRequest& request) {
  return Answer("TransactWriteItems", request,
                [&] { return transactions_.TransactWriteItems(request); });
}

Result<TransactGetItemsResponse> DatabaseImpl::TransactGetItems(
    const TransactGetItemsRequest& request) {
  return Answer("TransactGetItems", request,
                [&] { return transactions_.TransactGetItems(request); });
}

Result<ListStreamsResponse> DatabaseImpl::ListStreams(const ListStreamsRequest& request) {
  return Answer("ListStreams", request, [&] { return stream_operations_.List(request); });
}

Result<DescribeStreamResponse> DatabaseImpl::DescribeStream(const DescribeStreamRequest& request) {
  return Answer("DescribeStream", request, [&] { return stream_operations_.Describe(request); });
}

Result<GetShardIteratorResponse> DatabaseImpl::GetShardIterator(
    const GetShardIteratorRequest& request) {
  return Answer("GetShardIterator", request,
                [&] { return stream_operations_.GetShardIterator(request); });
}

Result<GetRecordsResponse> DatabaseImpl::GetRecords(const GetRecordsRequest& request) {
  return Answer("GetRecords", request, [&] { return stream_operations_.GetRecords(request); });
}

Status DatabaseImpl::RollOverShards(const std::string& stream_arn) {
  return Answer("RollOverShards", NoRequest(), [&] { return streams_->RollOver(stream_arn); });
}

}  // namespace basalt
