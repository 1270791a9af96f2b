// UpdateTimeToLive and DescribeTimeToLive. Members carry the names of AWS's API reference; what is
// absent there is absent here. Every table_name may also be the table's ARN.
#pragma once

#include <optional>
#include <string>

#include "basalt/enums.h"

namespace basalt {

struct TimeToLiveSpecification {
  bool enabled = false;
  std::string attribute_name;  // Of a number: the second since 1970 after which an item expires.
};

struct UpdateTimeToLiveRequest {
  std::string table_name;
  TimeToLiveSpecification time_to_live_specification;
};

struct UpdateTimeToLiveResponse {
  TimeToLiveSpecification time_to_live_specification;
};

struct DescribeTimeToLiveRequest {
  std::string table_name;
};

struct DescribeTimeToLiveResponse {
  TimeToLiveStatus time_to_live_status = TimeToLiveStatus::kDisabled;
  std::optional<std::string> attribute_name;  // Absent while it is disabled.
};

}  // namespace basalt
