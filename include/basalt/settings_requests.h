// Settings of a table besides those that DescribeTable shows: continuous backups, contributor
// insights, resource policies and Kinesis streaming destinations. They are checked, kept and read
// back. Members carry the names of AWS's API reference; what is absent there is absent here. Every
// table_name may also be the table's ARN.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "basalt/clock.h"
#include "basalt/enums.h"

namespace basalt {

struct PointInTimeRecoverySpecification {
  bool point_in_time_recovery_enabled = false;
  std::optional<std::int64_t> recovery_period_in_days;  // 1 to 35, which is the default.
};

struct UpdateContinuousBackupsRequest {
  std::string table_name;
  PointInTimeRecoverySpecification point_in_time_recovery_specification;
};

struct DescribeContinuousBackupsRequest {
  std::string table_name;
};

struct PointInTimeRecoveryDescription {
  std::int64_t recovery_period_in_days = 0;
  TimePoint earliest_restorable_date_time;
  TimePoint latest_restorable_date_time;
};

// Continuous backups themselves are always ENABLED, as on AWS.
struct ContinuousBackupsResponse {
  std::optional<PointInTimeRecoveryDescription> point_in_time_recovery;  // Absent: DISABLED.
};
using UpdateContinuousBackupsResponse = ContinuousBackupsResponse;
using DescribeContinuousBackupsResponse = ContinuousBackupsResponse;

struct UpdateContributorInsightsRequest {
  std::string table_name;
  std::optional<std::string> index_name;  // Absent: the table itself.
  ContributorInsightsAction contributor_insights_action = ContributorInsightsAction::kEnable;
  std::optional<ContributorInsightsMode> contributor_insights_mode;
};

struct DescribeContributorInsightsRequest {
  std::string table_name;
  std::optional<std::string> index_name;
};

struct ContributorInsightsSummary {
  std::string table_name;
  std::optional<std::string> index_name;
  ContributorInsightsStatus contributor_insights_status = ContributorInsightsStatus::kDisabled;
  std::optional<ContributorInsightsMode> contributor_insights_mode;  // Absent: never enabled.
};
using UpdateContributorInsightsResponse = ContributorInsightsSummary;

struct DescribeContributorInsightsResponse : ContributorInsightsSummary {
  std::vector<std::string> contributor_insights_rule_list;  // While it is enabled.
  std::optional<TimePoint> last_update_date_time;
};

struct ListContributorInsightsRequest {
  std::optional<std::string> table_name;  // Absent: all tables.
  std::optional<std::string> next_token;
  std::optional<std::int64_t> max_results;  // Up to 100, which is the default.
};

struct ListContributorInsightsResponse {
  std::vector<ContributorInsightsSummary> contributor_insights_summaries;
  std::optional<std::string> next_token;
};

// Not of DynamoDB, which leaves it to CloudWatch: what GetInsightRuleReport tells of each rule.
struct ContributorInsightsReportRequest {
  std::string table_name;
  std::optional<std::string> index_name;
  std::optional<std::int64_t> max_contributor_count;  // 1 to 100; 10 by default.
};

struct InsightRuleContributor {
  std::vector<std::string> keys;  // One a label. Numbers are their text, binaries base64.
  double approximate_aggregate_value = 0;
};

// Units are what DynamoDB calls ConsumedThroughputUnits: read units and three times write units,
// since contributor insights were enabled or the database was opened.
struct ContributorInsightsRuleReport {
  std::string rule_name;
  std::vector<std::string> key_labels;  // Names of key attributes.
  double aggregate_value = 0;
  // Of a thousand contributors at most. Values are exact until there are more than those, and later
  // too high by at most a thousandth of the sum.
  std::int64_t approximate_unique_count = 0;
  std::vector<InsightRuleContributor> contributors;  // The largest first.
};

struct ContributorInsightsReportResponse {
  std::vector<ContributorInsightsRuleReport> reports;  // One a rule; none while it is disabled.
};

// A resource is a table or a stream.
struct PutResourcePolicyRequest {
  std::string resource_arn;
  std::string policy;  // JSON of up to 20 KB; kept as it is, not enforced.
  std::optional<std::string> expected_revision_id;  // "NO_POLICY": there must be none yet.
};

struct GetResourcePolicyRequest {
  std::string resource_arn;
};

struct DeleteResourcePolicyRequest {
  std::string resource_arn;
  std::optional<std::string> expected_revision_id;
};

struct PutResourcePolicyResponse {
  std::string revision_id;  // The same again for the same policy.
};

struct GetResourcePolicyResponse {
  std::string policy;
  std::string revision_id;
};

struct DeleteResourcePolicyResponse {
  std::optional<std::string> revision_id;  // Of the policy that went; absent: there was none.
};

// What EnableKinesisStreamingDestination, Disable... and Update... ask for.
struct KinesisStreamingDestinationRequest {
  std::string table_name;
  std::string stream_arn;
  std::optional<ApproximateCreationDateTimePrecision> approximate_creation_date_time_precision;
};

struct KinesisStreamingDestinationResponse {
  std::string table_name;
  std::string stream_arn;
  DestinationStatus destination_status = DestinationStatus::kActive;
  std::optional<ApproximateCreationDateTimePrecision> approximate_creation_date_time_precision;
};

struct DescribeKinesisStreamingDestinationRequest {
  std::string table_name;
};

struct KinesisDataStreamDestination {
  std::string stream_arn;
  DestinationStatus destination_status = DestinationStatus::kActive;
  ApproximateCreationDateTimePrecision approximate_creation_date_time_precision =
      ApproximateCreationDateTimePrecision::kMillisecond;
  std::optional<std::string> destination_status_description;  // Why enabling it failed.
};

struct DescribeKinesisStreamingDestinationResponse {
  std::string table_name;
  std::vector<KinesisDataStreamDestination> kinesis_data_stream_destinations;
};

}  // namespace basalt
