// UpdateTimeToLive and DescribeTimeToLive.
#pragma once

#include "basalt/ttl_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<TimeToLiveSpecification> = "TimeToLiveSpecification";

void Describe(auto& shape, Of<TimeToLiveSpecification> auto& specification) {
  shape.Required("Enabled", specification.enabled);
  shape.Required("AttributeName", specification.attribute_name, Length(1, 255));
}

void Describe(auto& shape, Of<UpdateTimeToLiveRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Required("TimeToLiveSpecification", request.time_to_live_specification);
}

void Describe(auto& shape, Of<DescribeTimeToLiveRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
}

}  // namespace basalt::protocol
