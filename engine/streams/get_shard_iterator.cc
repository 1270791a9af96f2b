#include <algorithm>

#include "engine/catalog/definition_checks.h"
#include "engine/streams/shard_iterator.h"
#include "engine/streams/stream_checks.h"
#include "engine/streams/stream_operations.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/streams.h"

namespace basalt {
namespace {

bool NeedsNumber(ShardIteratorType type) {
  return type == ShardIteratorType::kAtSequenceNumber ||
         type == ShardIteratorType::kAfterSequenceNumber;
}

Status Check(const GetShardIteratorRequest& request) {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine;
  if (auto fine = CheckStreamArn(request.stream_arn); !fine) return fine;
  if (NeedsNumber(request.shard_iterator_type)) {
    if (request.sequence_number) return Done{};
    return InvalidParameter("SequenceNumber cannot be null");
  }
  if (!request.sequence_number) return Done{};
  return InvalidParameter("SequenceNumber should not be passed for this iterator type");
}

}  // namespace

Result<GetShardIteratorResponse> StreamOperations::GetShardIterator(
    const GetShardIteratorRequest& request) const {
  if (auto fine = Check(request); !fine) return fine.error();
  const auto stream = streams_.Find(request.stream_arn);
  if (!stream) return stream.error();
  const TimePoint now = streams_.Now();
  const Shard* shard = (*stream)->FindShard(request.shard_id);
  if (shard == nullptr || shard->IsOver(now)) return ShardNotFound();

  // A shard that is closed ends before what other shards may have by now.
  SequenceNumber end = streams_.Readable();
  if (shard->end) end = std::min(end, *shard->end + 1);
  const auto trim_point = streams_.TrimPoint(**stream, *shard);
  if (!trim_point) return trim_point.error();

  ShardIterator iterator{.shard = shard->number, .position = end, .issued = now};
  if (request.shard_iterator_type == ShardIteratorType::kTrimHorizon) {
    iterator.position = *trim_point;
  }
  if (NeedsNumber(request.shard_iterator_type)) {
    const auto number = ParseSequence(*request.sequence_number);
    const bool of_shard =
        number && *number >= shard->start && (shard->end ? *number <= *shard->end : *number < end);
    if (!of_shard) return ValidationError("Invalid SequenceNumber for the shard");
    if (*number < *trim_point) return TrimmedData();
    const bool after = request.shard_iterator_type == ShardIteratorType::kAfterSequenceNumber;
    iterator.position = *number + (after ? 1 : 0);
  }
  return GetShardIteratorResponse{IteratorText(**stream, iterator)};
}

}  // namespace basalt
