#include "engine/streams/stream_checks.h"

#include <algorithm>
#include <string_view>

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

bool IsDigit(char byte) { return '0' <= byte && byte <= '9'; }
bool IsLower(char byte) { return 'a' <= byte && byte <= 'z'; }
bool IsUpper(char byte) { return 'A' <= byte && byte <= 'Z'; }

// Takes from the front of `text` all characters that fit. False: there are none.
template <typename Fits>
bool TakeAll(std::string_view& text, const Fits& fits) {
  const auto end = std::ranges::find_if_not(text, fits);
  const auto length = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(length);
  return length > 0;
}

bool Take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]+/stream/[0-9T:.-]+
// By hand, for every poll of a stream is checked: std::regex takes 27 times as long. No part of
// the form can take what the next one begins with.
bool IsStreamArn(std::string_view arn) {
  const auto fits_partition = [](char byte) { return IsLower(byte) || byte == '-'; };
  const auto fits_region = [](char byte) { return IsLower(byte) || IsDigit(byte) || byte == '-'; };
  const auto fits_table = [](char byte) {
    return IsLower(byte) || IsUpper(byte) || IsDigit(byte) || byte == '_' || byte == '.' ||
           byte == '-';
  };
  const auto fits_label = [](char byte) {
    return IsDigit(byte) || byte == 'T' || byte == ':' || byte == '.' || byte == '-';
  };
  return Take(arn, "arn:") && TakeAll(arn, fits_partition) && Take(arn, ":dynamodb:") &&
         TakeAll(arn, fits_region) && Take(arn, ":") && TakeAll(arn, IsDigit) &&
         Take(arn, ":table/") && TakeAll(arn, fits_table) && Take(arn, "/stream/") &&
         TakeAll(arn, fits_label) && arn.empty();
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
  if (IsStreamArn(arn)) return Done{};
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
