#include "engine/timed_database.h"

namespace basalt {
namespace {

template <typename Request>
std::string TableNameOf(const Request& request) {
  if constexpr (requires { std::string(request.table_name); }) {
    return std::string(request.table_name);
  } else {
    return {};
  }
}

// For requests that name no single table.
struct NoTable {};

}  // namespace

template <typename Request, typename Call>
auto TimedDatabase::Timed(const char* operation, const Request& request, const Call& call) {
  const auto start = std::chrono::steady_clock::now();
  auto response = call();
  const auto took = std::chrono::steady_clock::now() - start;
  if (took > slow_) {
    listener_.OnSlowOperation(
        {.operation = operation,
         .table_name = TableNameOf(request),
         .duration = std::chrono::duration_cast<std::chrono::microseconds>(took)});
  }
  return response;
}

Result<CreateTableResponse> TimedDatabase::CreateTable(const CreateTableRequest& request) {
  return Timed("CreateTable", request, [&] { return database_->CreateTable(request); });
}

Result<DescribeTableResponse> TimedDatabase::DescribeTable(const DescribeTableRequest& request) {
  return Timed("DescribeTable", request, [&] { return database_->DescribeTable(request); });
}

Result<ListTablesResponse> TimedDatabase::ListTables(const ListTablesRequest& request) {
  return Timed("ListTables", request, [&] { return database_->ListTables(request); });
}

Result<UpdateTableResponse> TimedDatabase::UpdateTable(const UpdateTableRequest& request) {
  return Timed("UpdateTable", request, [&] { return database_->UpdateTable(request); });
}

Result<DeleteTableResponse> TimedDatabase::DeleteTable(const DeleteTableRequest& request) {
  return Timed("DeleteTable", request, [&] { return database_->DeleteTable(request); });
}

Result<DescribeLimitsResponse> TimedDatabase::DescribeLimits() {
  return Timed("DescribeLimits", NoTable(), [&] { return database_->DescribeLimits(); });
}

Result<GetItemResponse> TimedDatabase::GetItem(const GetItemRequest& request) {
  return Timed("GetItem", request, [&] { return database_->GetItem(request); });
}

Result<PutItemResponse> TimedDatabase::PutItem(const PutItemRequest& request) {
  return Timed("PutItem", request, [&] { return database_->PutItem(request); });
}

Result<UpdateItemResponse> TimedDatabase::UpdateItem(const UpdateItemRequest& request) {
  return Timed("UpdateItem", request, [&] { return database_->UpdateItem(request); });
}

Result<DeleteItemResponse> TimedDatabase::DeleteItem(const DeleteItemRequest& request) {
  return Timed("DeleteItem", request, [&] { return database_->DeleteItem(request); });
}

Result<BatchGetItemResponse> TimedDatabase::BatchGetItem(const BatchGetItemRequest& request) {
  return Timed("BatchGetItem", request, [&] { return database_->BatchGetItem(request); });
}

Result<BatchWriteItemResponse> TimedDatabase::BatchWriteItem(const BatchWriteItemRequest& request) {
  return Timed("BatchWriteItem", request, [&] { return database_->BatchWriteItem(request); });
}

Result<QueryResponse> TimedDatabase::Query(const QueryRequest& request) {
  return Timed("Query", request, [&] { return database_->Query(request); });
}

Result<ScanResponse> TimedDatabase::Scan(const ScanRequest& request) {
  return Timed("Scan", request, [&] { return database_->Scan(request); });
}

Result<TransactWriteItemsResponse> TimedDatabase::TransactWriteItems(
    const TransactWriteItemsRequest& request) {
  return Timed("TransactWriteItems", request,
               [&] { return database_->TransactWriteItems(request); });
}

Result<TransactGetItemsResponse> TimedDatabase::TransactGetItems(
    const TransactGetItemsRequest& request) {
  return Timed("TransactGetItems", request, [&] { return database_->TransactGetItems(request); });
}

Result<ListStreamsResponse> TimedDatabase::ListStreams(const ListStreamsRequest& request) {
  return Timed("ListStreams", request, [&] { return database_->ListStreams(request); });
}

Result<DescribeStreamResponse> TimedDatabase::DescribeStream(const DescribeStreamRequest& request) {
  return Timed("DescribeStream", request, [&] { return database_->DescribeStream(request); });
}

Result<GetShardIteratorResponse> TimedDatabase::GetShardIterator(
    const GetShardIteratorRequest& request) {
  return Timed("GetShardIterator", request, [&] { return database_->GetShardIterator(request); });
}

Result<GetRecordsResponse> TimedDatabase::GetRecords(const GetRecordsRequest& request) {
  return Timed("GetRecords", request, [&] { return database_->GetRecords(request); });
}

Status TimedDatabase::RollOverShards(const std::string& stream_arn) {
  return Timed("RollOverShards", NoTable(), [&] { return database_->RollOverShards(stream_arn); });
}

Result<UpdateTimeToLiveResponse> TimedDatabase::UpdateTimeToLive(
    const UpdateTimeToLiveRequest& request) {
  return Timed("UpdateTimeToLive", request, [&] { return database_->UpdateTimeToLive(request); });
}

Result<DescribeTimeToLiveResponse> TimedDatabase::DescribeTimeToLive(
    const DescribeTimeToLiveRequest& request) {
  return Timed("DescribeTimeToLive", request,
               [&] { return database_->DescribeTimeToLive(request); });
}

Result<TagResourceResponse> TimedDatabase::TagResource(const TagResourceRequest& request) {
  return Timed("TagResource", request, [&] { return database_->TagResource(request); });
}

Result<UntagResourceResponse> TimedDatabase::UntagResource(const UntagResourceRequest& request) {
  return Timed("UntagResource", request, [&] { return database_->UntagResource(request); });
}

Result<ListTagsOfResourceResponse> TimedDatabase::ListTagsOfResource(
    const ListTagsOfResourceRequest& request) {
  return Timed("ListTagsOfResource", request,
               [&] { return database_->ListTagsOfResource(request); });
}

Result<UpdateContinuousBackupsResponse> TimedDatabase::UpdateContinuousBackups(
    const UpdateContinuousBackupsRequest& request) {
  return Timed("UpdateContinuousBackups", request,
               [&] { return database_->UpdateContinuousBackups(request); });
}

Result<DescribeContinuousBackupsResponse> TimedDatabase::DescribeContinuousBackups(
    const DescribeContinuousBackupsRequest& request) {
  return Timed("DescribeContinuousBackups", request,
               [&] { return database_->DescribeContinuousBackups(request); });
}

Result<UpdateContributorInsightsResponse> TimedDatabase::UpdateContributorInsights(
    const UpdateContributorInsightsRequest& request) {
  return Timed("UpdateContributorInsights", request,
               [&] { return database_->UpdateContributorInsights(request); });
}

Result<DescribeContributorInsightsResponse> TimedDatabase::DescribeContributorInsights(
    const DescribeContributorInsightsRequest& request) {
  return Timed("DescribeContributorInsights", request,
               [&] { return database_->DescribeContributorInsights(request); });
}

Result<ListContributorInsightsResponse> TimedDatabase::ListContributorInsights(
    const ListContributorInsightsRequest& request) {
  return Timed("ListContributorInsights", request,
               [&] { return database_->ListContributorInsights(request); });
}

Result<ContributorInsightsReportResponse> TimedDatabase::ReportContributorInsights(
    const ContributorInsightsReportRequest& request) {
  return Timed("ReportContributorInsights", request,
               [&] { return database_->ReportContributorInsights(request); });
}

Result<PutResourcePolicyResponse> TimedDatabase::PutResourcePolicy(
    const PutResourcePolicyRequest& request) {
  return Timed("PutResourcePolicy", request, [&] { return database_->PutResourcePolicy(request); });
}

Result<GetResourcePolicyResponse> TimedDatabase::GetResourcePolicy(
    const GetResourcePolicyRequest& request) {
  return Timed("GetResourcePolicy", request, [&] { return database_->GetResourcePolicy(request); });
}

Result<DeleteResourcePolicyResponse> TimedDatabase::DeleteResourcePolicy(
    const DeleteResourcePolicyRequest& request) {
  return Timed("DeleteResourcePolicy", request,
               [&] { return database_->DeleteResourcePolicy(request); });
}

Result<KinesisStreamingDestinationResponse> TimedDatabase::EnableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Timed("EnableKinesisStreamingDestination", request,
               [&] { return database_->EnableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> TimedDatabase::DisableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Timed("DisableKinesisStreamingDestination", request,
               [&] { return database_->DisableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> TimedDatabase::UpdateKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Timed("UpdateKinesisStreamingDestination", request,
               [&] { return database_->UpdateKinesisStreamingDestination(request); });
}

Result<DescribeKinesisStreamingDestinationResponse>
TimedDatabase::DescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationRequest& request) {
  return Timed("DescribeKinesisStreamingDestination", request,
               [&] { return database_->DescribeKinesisStreamingDestination(request); });
}

}  // namespace basalt
