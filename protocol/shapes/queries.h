// Query and Scan.
#pragma once

#include "basalt/query_requests.h"
#include "protocol/shape.h"
#include "protocol/shapes/legacy_parameters.h"

namespace basalt::protocol {

template <>
inline constexpr HashBuckets kViolationOrder<QueryRequest>{32};
template <>
inline constexpr HashBuckets kViolationOrder<ScanRequest>{32};

// What the two have in common.
void DescribePage(auto& shape, auto& page) {
  shape.TableName(page.table_name, TableNameRule::kItems);
  shape.Optional("IndexName", page.index_name, kNameConstraint);
  shape.Optional("FilterExpression", page.filter_expression);
  shape.Optional("ProjectionExpression", page.projection_expression);
  shape.Optional("ExpressionAttributeNames", page.expression_attribute_names);
  shape.Optional("ExpressionAttributeValues", page.expression_attribute_values);
  shape.Optional("AttributesToGet", page.attributes_to_get, kNotEmpty);
  shape.Optional("ConditionalOperator", page.conditional_operator);
  shape.Optional("Select", page.select);
  shape.Optional("Limit", page.limit, Constraint{.min = 1, .is_integer = true, .front_end = true});
  shape.Optional("ExclusiveStartKey", page.exclusive_start_key);
  shape.Optional("ConsistentRead", page.consistent_read);
  shape.Optional("ReturnConsumedCapacity", page.return_consumed_capacity);
}

void Describe(auto& shape, Of<QueryRequest> auto& request) {
  DescribePage(shape, request);
  shape.Optional("KeyConditionExpression", request.key_condition_expression);
  shape.Optional("KeyConditions", request.key_conditions);
  shape.Optional("QueryFilter", request.query_filter);
  shape.Optional("ScanIndexForward", request.scan_index_forward);
}

void Describe(auto& shape, Of<ScanRequest> auto& request) {
  DescribePage(shape, request);
  shape.Optional("ScanFilter", request.scan_filter);
  shape.Optional("Segment", request.segment,
                 Constraint{.min = 0, .max = 999'999, .is_integer = true, .front_end = true});
  shape.Optional("TotalSegments", request.total_segments,
                 Constraint{.min = 1, .max = 1'000'000, .is_integer = true, .front_end = true});
}

}  // namespace basalt::protocol
