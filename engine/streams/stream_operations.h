// ListStreams, DescribeStream, GetShardIterator, GetRecords. Checks come in AWS's order: the
// request by itself, the stream, the shard, the position in it.
#pragma once

#include "basalt/result.h"
#include "basalt/stream_requests.h"
#include "engine/streams/streams.h"

namespace basalt {

// Borrows the streams, which must outlive it. Thread-safe.
// Errors of all: kValidation, kInternal; kResourceNotFound but for List.
class StreamOperations {
 public:
  explicit StreamOperations(Streams& streams) : streams_(streams) {}

  Result<ListStreamsResponse> List(const ListStreamsRequest& request) const;
  Result<DescribeStreamResponse> Describe(const DescribeStreamRequest& request) const;
  // Also kTrimmedDataAccess.
  Result<GetShardIteratorResponse> GetShardIterator(const GetShardIteratorRequest& request) const;
  // Also kExpiredIterator, kTrimmedDataAccess.
  Result<GetRecordsResponse> GetRecords(const GetRecordsRequest& request) const;

 private:
  Streams& streams_;
};

}  // namespace basalt
