// The operations that set and read what a table is set to do besides its keys and indexes: time to
// live, tags, continuous backups, contributor insights, resource policies, Kinesis destinations.
//
// A change is done when its call returns; what the reply still calls ENABLING or DISABLING, as AWS
// would, the next description shows as it has become. Only time to live is enabled by a job of its
// own (engine/jobs/time_to_live_backfill.h).
#pragma once

#include <functional>

#include "basalt/clock.h"
#include "basalt/kinesis_sink.h"
#include "basalt/result.h"
#include "basalt/settings_requests.h"
#include "basalt/tag_requests.h"
#include "basalt/ttl_requests.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/table.h"
#include "engine/storage/store.h"

namespace basalt {

// Borrows all; they must outlive it. Thread-safe. Errors of all: kValidation, kInternal, and those
// of their own. kResourceInUse: the table is being created, updated or deleted (table_states.h).
class SettingOperations {
 public:
  // `sink` may be null: then every Kinesis streaming destination can be enabled.
  SettingOperations(Store& store, Catalog& catalog, const Clock& clock, KinesisSink* sink)
      : store_(store), catalog_(catalog), clock_(clock), sink_(sink) {}

  // kResourceNotFound; UpdateTimeToLive: kResourceInUse. Enabling leaves the table kEnabling if it
  // may have items.
  Result<UpdateTimeToLiveResponse> UpdateTimeToLive(const UpdateTimeToLiveRequest& request);
  Result<DescribeTimeToLiveResponse> DescribeTimeToLive(
      const DescribeTimeToLiveRequest& request) const;

  // kResourceNotFound, also of a table that is being created or deleted; changes: kResourceInUse.
  Result<TagResourceResponse> TagResource(const TagResourceRequest& request);
  Result<UntagResourceResponse> UntagResource(const UntagResourceRequest& request);
  Result<ListTagsOfResourceResponse> ListTagsOfResource(
      const ListTagsOfResourceRequest& request) const;

  // kTableNotFound; of a table that is being created, changes: kContinuousBackupsUnavailable.
  Result<UpdateContinuousBackupsResponse> UpdateContinuousBackups(
      const UpdateContinuousBackupsRequest& request);
  Result<DescribeContinuousBackupsResponse> DescribeContinuousBackups(
      const DescribeContinuousBackupsRequest& request) const;

  // kResourceNotFound.
  Result<UpdateContributorInsightsResponse> UpdateContributorInsights(
      const UpdateContributorInsightsRequest& request);
  Result<DescribeContributorInsightsResponse> DescribeContributorInsights(
      const DescribeContributorInsightsRequest& request) const;
  Result<ListContributorInsightsResponse> ListContributorInsights(
      const ListContributorInsightsRequest& request) const;

  Result<ContributorInsightsReportResponse> ReportContributorInsights(
      const ContributorInsightsReportRequest& request) const;

  // kResourceNotFound, kPolicyNotFound; changes: kResourceInUse.
  Result<PutResourcePolicyResponse> PutResourcePolicy(const PutResourcePolicyRequest& request);
  Result<GetResourcePolicyResponse> GetResourcePolicy(
      const GetResourcePolicyRequest& request) const;
  Result<DeleteResourcePolicyResponse> DeleteResourcePolicy(
      const DeleteResourcePolicyRequest& request);

  // kResourceNotFound; changes: kResourceInUse.
  Result<KinesisStreamingDestinationResponse> EnableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request);
  Result<KinesisStreamingDestinationResponse> DisableKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request);
  Result<KinesisStreamingDestinationResponse> UpdateKinesisStreamingDestination(
      const KinesisStreamingDestinationRequest& request);
  Result<DescribeKinesisStreamingDestinationResponse> DescribeKinesisStreamingDestination(
      const DescribeKinesisStreamingDestinationRequest& request) const;

 private:
  // Changes a copy of the table, and stores it with `writes`.
  // REQUIRES: the table is locked.
  Status Change(const Table& table, const std::function<void(Table&)>& change, WriteSet writes);
  Status Change(const Table& table, const std::function<void(Table&)>& change) {
    return Change(table, change, WriteSet(store_));
  }

  // What one of the operations does to a copy of the table, or why it cannot.
  using KinesisChange = Status (SettingOperations::*)(
      Table& table, const KinesisStreamingDestinationRequest& request);
  Status EnableKinesis(Table& table, const KinesisStreamingDestinationRequest& request);
  Status DisableKinesis(Table& table, const KinesisStreamingDestinationRequest& request);
  Status UpdateKinesis(Table& table, const KinesisStreamingDestinationRequest& request);
  // `on_its_way` is what the reply calls the destination.
  Result<KinesisStreamingDestinationResponse> ChangeKinesis(
      const KinesisStreamingDestinationRequest& request, DestinationStatus on_its_way,
      KinesisChange change);

  Store& store_;
  Catalog& catalog_;
  const Clock& clock_;
  KinesisSink* const sink_;
};

// Tags that a table of `current` ones has with `added`, the last of two values of a key: in order
// of key. Errors: kValidation: too many, or one that only AWS may set.
Result<std::vector<Tag>> WithTags(std::vector<Tag> current, const std::vector<Tag>& added);

}  // namespace basalt
