// The streams API: ListStreams, DescribeStream, GetShardIterator and GetRecords.
#pragma once

#include "basalt/stream_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<ShardFilter> = "ShardFilter";
template <>
inline constexpr HashBuckets kViolationOrder<ListStreamsRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<DescribeStreamRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<GetShardIteratorRequest>{16};
template <>
inline constexpr HashBuckets kViolationOrder<GetRecordsRequest>{16};

inline constexpr Constraint kStreamArnConstraint = Length(37, 1024);
inline constexpr Constraint kShardIdConstraint = Length(28, 65);

void Describe(auto& shape, Of<ListStreamsRequest> auto& request) {
  shape.Optional("TableName", request.table_name, kNameConstraint);
  shape.Optional("Limit", request.limit, IntegerRange(1, 100));
  shape.Optional("ExclusiveStartStreamArn", request.exclusive_start_stream_arn,
                 kStreamArnConstraint);
}

void Describe(auto& shape, Of<ShardFilter> auto& filter) {
  shape.Optional("Type", filter.type);
  shape.Optional("ShardId", filter.shard_id, kShardIdConstraint);
}

void Describe(auto& shape, Of<DescribeStreamRequest> auto& request) {
  shape.Required("StreamArn", request.stream_arn, kStreamArnConstraint);
  shape.Optional("Limit", request.limit, IntegerRange(1, 100));
  shape.Optional("ExclusiveStartShardId", request.exclusive_start_shard_id, kShardIdConstraint);
  shape.Optional("ShardFilter", request.shard_filter);
}

void Describe(auto& shape, Of<GetShardIteratorRequest> auto& request) {
  shape.Required("StreamArn", request.stream_arn, kStreamArnConstraint);
  shape.Required("ShardId", request.shard_id, kShardIdConstraint);
  shape.Required("ShardIteratorType", request.shard_iterator_type);
  shape.Optional("SequenceNumber", request.sequence_number, Length(21, 40));
  shape.Unsupported("Timestamp", "iterators that begin at a time are not available here");
}

void Describe(auto& shape, Of<GetRecordsRequest> auto& request) {
  shape.Required("ShardIterator", request.shard_iterator, Length(1, 2048));
  shape.Optional("Limit", request.limit, IntegerRange(1, 1000));
}

}  // namespace basalt::protocol
