// DescribeStream: JSON in, one call to the database, JSON out.
#include "protocol/shapes/streams.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

void AppendShard(std::string& out, const ShardDescription& shard) {
  JsonObject object(out);
  if (shard.parent_shard_id) object.String("ParentShardId", *shard.parent_shard_id);
  {
    JsonObject range(object.Member("SequenceNumberRange"));
    if (shard.ending_sequence_number) {
      range.String("EndingSequenceNumber", *shard.ending_sequence_number);
    }
    range.String("StartingSequenceNumber", shard.starting_sequence_number);
  }
  object.String("ShardId", shard.shard_id);
}

void AppendStream(std::string& out, const DescribeStreamResponse& stream) {
  JsonObject object(out);
  object.Time("CreationRequestDateTime", stream.creation_request_date_time);
  {
    JsonArray keys(object.Member("KeySchema"));
    for (const KeySchemaElement& element : stream.key_schema) {
      JsonObject key(keys.Element());
      key.String("AttributeName", element.attribute_name);
      key.String("KeyType", NameOf(element.key_type));
    }
  }
  if (stream.last_evaluated_shard_id) {
    object.String("LastEvaluatedShardId", *stream.last_evaluated_shard_id);
  }
  {
    JsonArray shards(object.Member("Shards"));
    for (const ShardDescription& shard : stream.shards) AppendShard(shards.Element(), shard);
  }
  object.String("StreamArn", stream.stream_arn);
  object.String("StreamLabel", stream.stream_label);
  object.String("StreamStatus", NameOf(stream.stream_status));
  object.String("StreamViewType", NameOf(stream.stream_view_type));
  object.String("TableName", stream.table_name);
}

std::string Encode(const DescribeStreamResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    AppendStream(reply.Member("StreamDescription"), response);
  }
  return out;
}

}  // namespace

Result<std::string> DescribeStream(Database& database, std::string& body) {
  Result<DescribeStreamRequest> request = Decode<DescribeStreamRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeStreamResponse> response = database.DescribeStream(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
