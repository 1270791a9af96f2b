// The part of the database that sets what tables do, and does it.
#include "engine/database.h"
#include "engine/jobs/index_backfill.h"
#include "engine/jobs/settling.h"
#include "engine/jobs/time_to_live_backfill.h"
#include "engine/transactions/client_tokens.h"

namespace basalt {

namespace {

// What one UpdateTable that creates an index does of its backfill before it answers.
constexpr std::size_t kPagesBeforeReply = 20;

}  // namespace

// What fails here is tried again at the next round; storage that fails tells whoever writes.
void DatabaseImpl::RunJobs(const std::stop_token& stop) {
  (void)expiry_sweeper_.Sweep(stop);
  (void)ForgetTokens(*store_, clock_.Now(), stop);
  (void)streams_->Trim();
  (void)StoreSettledTables(*store_, *catalog_);
}

void DatabaseImpl::RunBackfills(const std::stop_token& stop) {
  (void)row_removal_.Run(stop);
  for (const std::string& table_name : catalog_->Names()) {
    (void)BackfillIndexes(*store_, *catalog_, locks_, table_name, stop);
    (void)FinishEnablingTimeToLive(*store_, *catalog_, locks_, table_name, stop);
  }
}

void DatabaseImpl::BackfillNow(const std::string& table_name) {
  (void)BackfillIndexes(*store_, *catalog_, locks_, table_name, {}, kPagesBeforeReply);
  backfills_.Wake();
}

Result<UpdateTimeToLiveResponse> DatabaseImpl::UpdateTimeToLive(
    const UpdateTimeToLiveRequest& request) {
  auto response = Answer([&] { return settings_.UpdateTimeToLive(request); });
  backfills_.Wake();
  return response;
}

Result<DescribeTimeToLiveResponse> DatabaseImpl::DescribeTimeToLive(
    const DescribeTimeToLiveRequest& request) {
  return Answer([&] { return settings_.DescribeTimeToLive(request); });
}

Result<TagResourceResponse> DatabaseImpl::TagResource(const TagResourceRequest& request) {
  return Answer([&] { return settings_.TagResource(request); });
}

Result<UntagResourceResponse> DatabaseImpl::UntagResource(const UntagResourceRequest& request) {
  return Answer([&] { return settings_.UntagResource(request); });
}

Result<ListTagsOfResourceResponse> DatabaseImpl::ListTagsOfResource(
    const ListTagsOfResourceRequest& request) {
  return Answer([&] { return settings_.ListTagsOfResource(request); });
}

Result<UpdateContinuousBackupsResponse> DatabaseImpl::UpdateContinuousBackups(
    const UpdateContinuousBackupsRequest& request) {
  return Answer([&] { return settings_.UpdateContinuousBackups(request); });
}

Result<DescribeContinuousBackupsResponse> DatabaseImpl::DescribeContinuousBackups(
    const DescribeContinuousBackupsRequest& request) {
  return Answer([&] { return settings_.DescribeContinuousBackups(request); });
}

Result<UpdateContributorInsightsResponse> DatabaseImpl::UpdateContributorInsights(
    const UpdateContributorInsightsRequest& request) {
  return Answer([&] { return settings_.UpdateContributorInsights(request); });
}

Result<DescribeContributorInsightsResponse> DatabaseImpl::DescribeContributorInsights(
    const DescribeContributorInsightsRequest& request) {
  return Answer([&] { return settings_.DescribeContributorInsights(request); });
}

Result<ListContributorInsightsResponse> DatabaseImpl::ListContributorInsights(
    const ListContributorInsightsRequest& request) {
  return Answer([&] { return settings_.ListContributorInsights(request); });
}

Result<ContributorInsightsReportResponse> DatabaseImpl::ReportContributorInsights(
    const ContributorInsightsReportRequest& request) {
  return Answer([&] { return settings_.ReportContributorInsights(request); });
}

Result<PutResourcePolicyResponse> DatabaseImpl::PutResourcePolicy(
    const PutResourcePolicyRequest& request) {
  return Answer([&] { return settings_.PutResourcePolicy(request); });
}

Result<GetResourcePolicyResponse> DatabaseImpl::GetResourcePolicy(
    const GetResourcePolicyRequest& request) {
  return Answer([&] { return settings_.GetResourcePolicy(request); });
}

Result<DeleteResourcePolicyResponse> DatabaseImpl::DeleteResourcePolicy(
    const DeleteResourcePolicyRequest& request) {
  return Answer([&] { return settings_.DeleteResourcePolicy(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::EnableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer([&] { return settings_.EnableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::DisableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer([&] { return settings_.DisableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::UpdateKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer([&] { return settings_.UpdateKinesisStreamingDestination(request); });
}

Result<DescribeKinesisStreamingDestinationResponse>
DatabaseImpl::DescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationRequest& request) {
  return Answer([&] { return settings_.DescribeKinesisStreamingDestination(request); });
}

}  // namespace basalt
