// ListStreams: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/streams/stream_fields.h"

namespace basalt::wire {
namespace {

Result<ListStreamsRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{16});
  Fields fields = reader.fields();
  ListStreamsRequest request;
  fields.Optional("TableName", request.table_name, kNameConstraint);
  fields.Optional("Limit", request.limit, {.min = 1, .max = 100, .is_integer = true});
  fields.Optional("ExclusiveStartStreamArn", request.exclusive_start_stream_arn,
                  kStreamArnConstraint);
  return reader.Finish(std::move(request));
}

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
  Result<ListStreamsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<ListStreamsResponse> response = database.ListStreams(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
