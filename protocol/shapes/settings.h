// Continuous backups, contributor insights, resource policies and Kinesis streaming destinations.
#pragma once

#include "basalt/settings_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<PointInTimeRecoverySpecification> =
    "PointInTimeRecoverySpecification";

void Describe(auto& shape, Of<PointInTimeRecoverySpecification> auto& specification) {
  shape.Required("PointInTimeRecoveryEnabled", specification.point_in_time_recovery_enabled);
  shape.Optional("RecoveryPeriodInDays", specification.recovery_period_in_days,
                 IntegerRange(1, 35));
}

void Describe(auto& shape, Of<UpdateContinuousBackupsRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Required("PointInTimeRecoverySpecification", request.point_in_time_recovery_specification);
}

void Describe(auto& shape, Of<DescribeContinuousBackupsRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
}

void Describe(auto& shape, Of<UpdateContributorInsightsRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Optional("IndexName", request.index_name, kNameConstraint);
  shape.Required("ContributorInsightsAction", request.contributor_insights_action);
  shape.Optional("ContributorInsightsMode", request.contributor_insights_mode);
}

void Describe(auto& shape, Of<DescribeContributorInsightsRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Optional("IndexName", request.index_name, kNameConstraint);
}

void Describe(auto& shape, Of<ListContributorInsightsRequest> auto& request) {
  shape.Optional("TableName", request.table_name, kTableNameConstraint);
  shape.Optional("NextToken", request.next_token);
  shape.Optional("MaxResults", request.max_results, Constraint{.max = 100, .is_integer = true});
}

void Describe(auto& shape, Of<PutResourcePolicyRequest> auto& request) {
  shape.Required("ResourceArn", request.resource_arn, kResourceArnConstraint);
  shape.Required("Policy", request.policy);
  shape.Optional("ExpectedRevisionId", request.expected_revision_id, Length(1, 255));
  // ConfirmRemoveSelfResourceAccess is passed over: no policy takes access away here.
}

void Describe(auto& shape, Of<GetResourcePolicyRequest> auto& request) {
  shape.Required("ResourceArn", request.resource_arn, kResourceArnConstraint);
}

void Describe(auto& shape, Of<DeleteResourcePolicyRequest> auto& request) {
  shape.Required("ResourceArn", request.resource_arn, kResourceArnConstraint);
  shape.Optional("ExpectedRevisionId", request.expected_revision_id, Length(1, 255));
}

inline constexpr std::string_view kEnableKinesisConfiguration =
    "EnableKinesisStreamingConfiguration";
inline constexpr std::string_view kUpdateKinesisConfiguration =
    "UpdateKinesisStreamingConfiguration";

// `configuration`: which of the two is the member that holds the precision.
void DescribeKinesisDestination(auto& shape, Of<KinesisStreamingDestinationRequest> auto& request,
                                std::string_view configuration) {
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Required("StreamArn", request.stream_arn, Length(37, 1024));
  shape.OptionalStructure(configuration, configuration, [&](auto& member) {
    member.Optional("ApproximateCreationDateTimePrecision",
                    request.approximate_creation_date_time_precision);
  });
}

void Describe(auto& shape, Of<DescribeKinesisStreamingDestinationRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
}

}  // namespace basalt::protocol
