// What a table is set to do besides what DescribeTable shows of it; part of its record.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "basalt/attribute_value.h"
#include "basalt/clock.h"
#include "basalt/enums.h"
#include "basalt/result.h"
#include "basalt/settings_requests.h"

namespace basalt {

struct TimeToLive {
  // kEnabling: rows of the expiry family are still being built for items that were there before.
  TimeToLiveStatus status = TimeToLiveStatus::kDisabled;
  std::string attribute_name;            // Empty exactly while it is disabled.
  std::optional<TimePoint> last_change;  // By a request.
};

// Whether writes of the table's items keep their rows in the expiry family.
inline bool KeepsExpiryRows(const TimeToLive& time_to_live) {
  return time_to_live.status == TimeToLiveStatus::kEnabled ||
         time_to_live.status == TimeToLiveStatus::kEnabling;
}

struct PointInTimeRecovery {
  TimePoint enabled_since;
  std::int64_t period_in_days = 0;
};

struct ContributorInsights {
  ContributorInsightsStatus status = ContributorInsightsStatus::kDisabled;
  ContributorInsightsMode mode = ContributorInsightsMode::kAccessedAndThrottledKeys;
  TimePoint last_update;
};

struct ResourcePolicy {
  std::string policy;
  std::string revision_id;
};

struct KinesisDestination : KinesisDataStreamDestination {
  // While it is active: under which id changes wait to be delivered (engine/streams/outbox.h).
  std::uint32_t outbox = 0;
};

// The first policy of a resource. Errors: kValidation where it is too long.
Result<ResourcePolicy> NewResourcePolicy(const std::string& policy, TimePoint now);

struct TableFeatures {
  TimeToLive time_to_live;
  std::optional<PointInTimeRecovery> point_in_time_recovery;  // Absent: disabled.
  // By index name; of the table itself under the empty name. Absent: never enabled.
  std::map<std::string, ContributorInsights, std::less<>> contributor_insights;
  // By the label of a stream; of the table itself under the empty label.
  std::map<std::string, ResourcePolicy, std::less<>> resource_policies;
  std::vector<KinesisDestination> kinesis_destinations;

  bool HasActiveKinesisDestination() const {
    return std::ranges::any_of(kinesis_destinations, [](const KinesisDestination& destination) {
      return destination.destination_status == DestinationStatus::kActive;
    });
  }
};

// As part of a table's record, and back. What is not as expected there reads as the default.
Map EncodeFeatures(const TableFeatures& features);
TableFeatures DecodeFeatures(const Map& map);

}  // namespace basalt
