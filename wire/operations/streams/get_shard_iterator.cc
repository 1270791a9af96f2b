// GetShardIterator: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/streams/stream_fields.h"

namespace basalt::wire {
namespace {

Result<GetShardIteratorRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  GetShardIteratorRequest request;
  fields.Required("StreamArn", request.stream_arn, kStreamArnConstraint);
  fields.Required("ShardId", request.shard_id, kShardIdConstraint);
  fields.Required("ShardIteratorType", request.shard_iterator_type);
  fields.Optional("SequenceNumber", request.sequence_number, {.min = 21, .max = 40});
  return reader.Finish(std::move(request));
}

std::string Encode(const GetShardIteratorResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    reply.String("ShardIterator", response.shard_iterator);
  }
  return out;
}

}  // namespace

Result<std::string> GetShardIterator(Database& database, std::string& body) {
  Result<GetShardIteratorRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<GetShardIteratorResponse> response = database.GetShardIterator(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
