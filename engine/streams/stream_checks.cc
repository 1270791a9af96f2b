#include "engine/streams/stream_checks.h"

#include <regex>

#include "engine/catalog/violations.h"
#include "model/limits.h"

namespace basalt {
namespace {

constexpr std::size_t kStreamArnBytesMin = 37;
constexpr std::size_t kStreamArnBytesMax = 1024;
constexpr std::size_t kShardIdBytesMin = 28;
constexpr std::size_t kShardIdBytesMax = 65;
constexpr std::size_t kSequenceNumberBytesMin = 21;
constexpr std::size_t kSequenceNumberBytesMax = 40;
constexpr std::size_t kShardIteratorBytesMin = 1;
constexpr std::size_t kShardIteratorBytesMax = 2048;

void AddArn(Violations& violations, std::string_view member, std::string_view arn) {
  violations.Length(member, arn, kStreamArnBytesMin, kStreamArnBytesMax);
}

void AddShardId(Violations& violations, std::string_view member, std::string_view shard_id) {
  violations.Length(member, shard_id, kShardIdBytesMin, kShardIdBytesMax);
}

void AddLimit(Violations& violations, std::optional<std::int64_t> limit, std::int64_t maximum) {
  violations.AtLeast("limit", limit, 1);
  violations.AtMost("limit", limit, maximum);
}

}  // namespace

Status CheckConstraints(const ListStreamsRequest& request) {
  Violations violations;
  const auto& start = request.exclusive_start_stream_arn;
  if (request.table_name) violations.Name("tableName", *request.table_name);
  if (start) AddArn(violations, "exclusiveStartStreamArn", *start);
  AddLimit(violations, request.limit, kListStreamsMax);
  return violations.Report();
}

Status CheckConstraints(const DescribeStreamRequest& request) {
  Violations violations;
  const auto& start = request.exclusive_start_shard_id;
  const auto& filter = request.shard_filter;
  AddArn(violations, "streamArn", request.stream_arn);
  AddLimit(violations, request.limit, kDescribeStreamShardsMax);
  if (start) AddShardId(violations, "exclusiveStartShardId", *start);
  if (filter && filter->shard_id) AddShardId(violations, "shardFilter.shardId", *filter->shard_id);
  return violations.Report();
}

Status CheckConstraints(const GetShardIteratorRequest& request) {
  Violations violations;
  AddArn(violations, "streamArn", request.stream_arn);
  AddShardId(violations, "shardId", request.shard_id);
  if (request.sequence_number) {
    violations.Length("sequenceNumber", *request.sequence_number, kSequenceNumberBytesMin,
                      kSequenceNumberBytesMax);
  }
  return violations.Report();
}

Status CheckConstraints(const GetRecordsRequest& request) {
  Violations violations;
  violations.Length("shardIterator", request.shard_iterator, kShardIteratorBytesMin,
                    kShardIteratorBytesMax);
  AddLimit(violations, request.limit, kGetRecordsMax);
  return violations.Report();
}

Status CheckStreamArn(std::string_view arn) {
  static const std::regex form(
      "arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]+/stream/[0-9T:.-]+");
  if (std::regex_match(arn.begin(), arn.end(), form)) return Done{};
  return ValidationError("Invalid StreamArn");
}

Error ShardNotFound() {
  return {.code = ErrorCode::kResourceNotFound,
          .message = "Requested resource not found: Shard does not exist"};
}

Error TrimmedData() {
  return {.code = ErrorCode::kTrimmedDataAccess,
          .message = "The data you are trying to access has been trimmed"};
}

}  // namespace basalt
