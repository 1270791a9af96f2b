// ListStreams, DescribeStream, GetShardIterator, GetRecords: the API of DynamoDB Streams. Members
// carry the names of AWS's API reference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "basalt/clock.h"
#include "basalt/encoded_item.h"
#include "basalt/enums.h"
#include "basalt/table_types.h"

namespace basalt {

enum class StreamStatus : std::uint8_t { kEnabling, kEnabled, kDisabling, kDisabled };
template <>
inline constexpr std::array<std::string_view, 4> kNames<StreamStatus>{"ENABLING", "ENABLED",
                                                                      "DISABLING", "DISABLED"};

enum class ShardIteratorType : std::uint8_t {
  kAfterSequenceNumber,
  kLatest,
  kAtSequenceNumber,
  kTrimHorizon
};
template <>
inline constexpr std::array<std::string_view, 4> kNames<ShardIteratorType>{
    "AFTER_SEQUENCE_NUMBER", "LATEST", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"};

enum class ShardFilterType : std::uint8_t { kChildShards };
template <>
inline constexpr std::array<std::string_view, 1> kNames<ShardFilterType>{"CHILD_SHARDS"};

// Stored in every change record: FROZEN once released.
enum class OperationType : std::uint8_t { kInsert, kModify, kRemove };
template <>
inline constexpr std::array<std::string_view, 3> kNames<OperationType>{"INSERT", "MODIFY",
                                                                       "REMOVE"};

struct ListStreamsRequest {
  std::optional<std::string> table_name;
  std::optional<std::int64_t> limit;  // 1 to 100, which is the default.
  std::optional<std::string> exclusive_start_stream_arn;
};

struct StreamSummary {
  std::string stream_arn;
  std::string table_name;
  std::string stream_label;
};

struct ListStreamsResponse {
  std::vector<StreamSummary> streams;  // In order of ARN.
  std::optional<std::string> last_evaluated_stream_arn;
};

struct ShardFilter {
  std::optional<ShardFilterType> type;
  std::optional<std::string> shard_id;
};

struct DescribeStreamRequest {
  std::string stream_arn;
  std::optional<std::int64_t> limit;  // 1 to 100, which is the default.
  std::optional<std::string> exclusive_start_shard_id;
  std::optional<ShardFilter> shard_filter;
};

struct ShardDescription {
  std::string shard_id;
  std::string starting_sequence_number;
  std::optional<std::string> ending_sequence_number;  // Absent while the shard is open.
  std::optional<std::string> parent_shard_id;
};

struct DescribeStreamResponse {
  std::string stream_arn;
  std::string stream_label;
  StreamStatus stream_status = StreamStatus::kEnabled;
  StreamViewType stream_view_type = StreamViewType::kKeysOnly;
  TimePoint creation_request_date_time;
  std::string table_name;
  std::vector<KeySchemaElement> key_schema;
  std::vector<ShardDescription> shards;  // Parents before their children.
  std::optional<std::string> last_evaluated_shard_id;
};

struct GetShardIteratorRequest {
  std::string stream_arn;
  std::string shard_id;
  ShardIteratorType shard_iterator_type = ShardIteratorType::kTrimHorizon;
  std::optional<std::string> sequence_number;  // Only of the types that are named for it.
};

struct GetShardIteratorResponse {
  std::string shard_iterator;  // Good for fifteen minutes.
};

struct GetRecordsRequest {
  std::string shard_iterator;
  std::optional<std::int64_t> limit;  // 1 to 1000, which is the default.
};

// Who changed an item, where it was not a client.
struct Identity {
  std::string principal_id;
  std::string type;
};

struct ChangeRecord {
  std::string event_id;
  OperationType event_name = OperationType::kInsert;
  std::string aws_region;
  TimePoint approximate_creation_date_time;  // In whole seconds.
  EncodedItem keys;
  std::optional<EncodedItem> new_image;
  std::optional<EncodedItem> old_image;
  std::string sequence_number;
  std::int64_t size_bytes = 0;
  StreamViewType stream_view_type = StreamViewType::kKeysOnly;
  std::optional<Identity> user_identity;
};

struct GetRecordsResponse {
  std::vector<ChangeRecord> records;               // Of 1 MB at most, but for a single one.
  std::optional<std::string> next_shard_iterator;  // Absent at the end of a closed shard.
};

}  // namespace basalt
