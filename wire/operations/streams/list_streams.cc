// ListStreams: JSON in, one call to the database, JSON out.
#include "protocol/shapes/streams.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const ListStreamsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.last_evaluated_stream_arn) {
      reply.String("LastEvaluatedStreamArn", *response.last_evaluated_stream_arn);
    }
    JsonArray streams(reply.Member("Streams"));
    for (const StreamSummary& stream : response.streams) {
      JsonObject object(streams.Element());
      object.String("StreamArn", stream.stream_arn);
      object.String("StreamLabel", stream.stream_label);
      object.String("TableName", stream.table_name);
    }
  }
  return out;
}

}  // namespace

Result<std::string> ListStreams(Database& database, std::string& body) {
  Result<ListStreamsRequest> request = Decode<ListStreamsRequest>(body);
  if (!request) return std::move(request).error();

  Result<ListStreamsResponse> response = database.ListStreams(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
