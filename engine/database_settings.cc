// The part of the database that sets what tables do.
#include "engine/database.h"

namespace basalt {

Result<UpdateTimeToLiveResponse> DatabaseImpl::UpdateTimeToLive(
    const UpdateTimeToLiveRequest& request) {
  return Answer("UpdateTimeToLive", request, [&] {
    auto response = settings_.UpdateTimeToLive(request);
    backfills_.Wake();
    return response;
  });
}

Result<DescribeTimeToLiveResponse> DatabaseImpl::DescribeTimeToLive(
    const DescribeTimeToLiveRequest& request) {
  return Answer("DescribeTimeToLive", request,
                [&] { return settings_.DescribeTimeToLive(request); });
}

Result<TagResourceResponse> DatabaseImpl::TagResource(const TagResourceRequest& request) {
  return Answer("TagResource", request, [&] { return settings_.TagResource(request); });
}

Result<UntagResourceResponse> DatabaseImpl::UntagResource(const UntagResourceRequest& request) {
  return Answer("UntagResource", request, [&] { return settings_.UntagResource(request); });
}

Result<ListTagsOfResourceResponse> DatabaseImpl::ListTagsOfResource(
    const ListTagsOfResourceRequest& request) {
  return Answer("ListTagsOfResource", request,
                [&] { return settings_.ListTagsOfResource(request); });
}

Result<UpdateContinuousBackupsResponse> DatabaseImpl::UpdateContinuousBackups(
    const UpdateContinuousBackupsRequest& request) {
  return Answer("UpdateContinuousBackups", request,
                [&] { return settings_.UpdateContinuousBackups(request); });
}

Result<DescribeContinuousBackupsResponse> DatabaseImpl::DescribeContinuousBackups(
    const DescribeContinuousBackupsRequest& request) {
  return Answer("DescribeContinuousBackups", request,
                [&] { return settings_.DescribeContinuousBackups(request); });
}

Result<UpdateContributorInsightsResponse> DatabaseImpl::UpdateContributorInsights(
    const UpdateContributorInsightsRequest& request) {
  return Answer("UpdateContributorInsights", request,
                [&] { return settings_.UpdateContributorInsights(request); });
}

Result<DescribeContributorInsightsResponse> DatabaseImpl::DescribeContributorInsights(
    const DescribeContributorInsightsRequest& request) {
  return Answer("DescribeContributorInsights", request,
                [&] { return settings_.DescribeContributorInsights(request); });
}

Result<ListContributorInsightsResponse> DatabaseImpl::ListContributorInsights(
    const ListContributorInsightsRequest& request) {
  return Answer("ListContributorInsights", request,
                [&] { return settings_.ListContributorInsights(request); });
}

Result<ContributorInsightsReportResponse> DatabaseImpl::ReportContributorInsights(
    const ContributorInsightsReportRequest& request) {
  return Answer("ReportContributorInsights", request,
                [&] { return settings_.ReportContributorInsights(request); });
}

Result<PutResourcePolicyResponse> DatabaseImpl::PutResourcePolicy(
    const PutResourcePolicyRequest& request) {
  return Answer("PutResourcePolicy", request, [&] { return settings_.PutResourcePolicy(request); });
}

Result<GetResourcePolicyResponse> DatabaseImpl::GetResourcePolicy(
    const GetResourcePolicyRequest& request) {
  return Answer("GetResourcePolicy", request, [&] { return settings_.GetResourcePolicy(request); });
}

Result<DeleteResourcePolicyResponse> DatabaseImpl::DeleteResourcePolicy(
    const DeleteResourcePolicyRequest& request) {
  return Answer("DeleteResourcePolicy", request,
                [&] { return settings_.DeleteResourcePolicy(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::EnableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer("EnableKinesisStreamingDestination", request,
                [&] { return settings_.EnableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::DisableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer("DisableKinesisStreamingDestination", request,
                [&] { return settings_.DisableKinesisStreamingDestination(request); });
}

Result<KinesisStreamingDestinationResponse> DatabaseImpl::UpdateKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return Answer("UpdateKinesisStreamingDestination", request,
                [&] { return settings_.UpdateKinesisStreamingDestination(request); });
}

Result<DescribeKinesisStreamingDestinationResponse>
DatabaseImpl::DescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationRequest& request) {
  return Answer("DescribeKinesisStreamingDestination", request,
                [&] { return settings_.DescribeKinesisStreamingDestination(request); });
}

}  // namespace basalt
