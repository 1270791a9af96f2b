// ListStreams and DescribeStream.
#include <algorithm>
#include <string_view>

#include "engine/streams/stream_checks.h"
#include "engine/streams/stream_operations.h"
#include "model/limits.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/streams.h"

namespace basalt {
namespace {

ShardDescription Described(const Shard& shard) {
  ShardDescription description{.shard_id = shard.id,
                               .starting_sequence_number = SequenceText(shard.start),
                               .ending_sequence_number = std::nullopt,
                               .parent_shard_id = shard.parent_id};
  if (shard.end) description.ending_sequence_number = SequenceText(*shard.end);
  return description;
}

StreamStatus StatusOf(const Stream& stream, TimePoint now) {
  if (now < stream.settles) {
    return stream.enabled ? StreamStatus::kEnabling : StreamStatus::kDisabling;
  }
  return stream.enabled ? StreamStatus::kEnabled : StreamStatus::kDisabled;
}

bool IsWanted(const Shard& shard, const DescribeStreamRequest& request) {
  const auto& start = request.exclusive_start_shard_id;
  if (start && shard.id <= *start) return false;
  const auto& filter = request.shard_filter;
  const bool by_parent = filter && filter->type && filter->shard_id;
  return !by_parent || shard.parent_id == filter->shard_id;
}

}  // namespace

Result<ListStreamsResponse> StreamOperations::List(const ListStreamsRequest& request) const {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();
  const std::string start = request.exclusive_start_stream_arn.value_or("");
  if (!start.empty()) {
    if (auto fine = CheckStreamArn(start); !fine) return fine.error();
  }

  const auto limit = static_cast<std::size_t>(request.limit.value_or(kListStreamsMax));
  const auto streams = streams_.List(start, request.table_name.value_or(""), limit + 1);
  ListStreamsResponse response;
  for (std::size_t i = 0; i < std::min(streams.size(), limit); ++i) {
    response.streams.push_back({.stream_arn = streams[i]->arn,
                                .table_name = streams[i]->table_name,
                                .stream_label = streams[i]->label});
  }
  if (streams.size() > limit) {
    response.last_evaluated_stream_arn = response.streams.back().stream_arn;
  }
  return response;
}

Result<DescribeStreamResponse> StreamOperations::Describe(
    const DescribeStreamRequest& request) const {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();
  if (auto fine = CheckStreamArn(request.stream_arn); !fine) return fine.error();
  const auto found = streams_.Find(request.stream_arn);
  if (!found) return found.error();

  const Stream& stream = **found;
  const TimePoint now = streams_.Now();
  DescribeStreamResponse response;
  response.stream_arn = stream.arn;
  response.stream_label = stream.label;
  response.stream_status = StatusOf(stream, now);
  response.stream_view_type = stream.view_type;
  response.creation_request_date_time = stream.created;
  response.table_name = stream.table_name;
  response.key_schema = stream.key_schema;

  const auto limit = static_cast<std::size_t>(request.limit.value_or(kDescribeStreamShardsMax));
  for (const Shard& shard : stream.shards) {
    if (shard.IsOver(now) || !IsWanted(shard, request)) continue;
    if (response.shards.size() == limit) {
      response.last_evaluated_shard_id = response.shards.back().shard_id;
      break;
    }
    response.shards.push_back(Described(shard));
  }
  return response;
}

}  // namespace basalt
