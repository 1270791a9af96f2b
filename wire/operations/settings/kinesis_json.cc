#include "wire/operations/settings/kinesis_json.h"

#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

Result<KinesisStreamingDestinationRequest> DecodeKinesisDestination(
    std::string& body, std::string_view configuration) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  KinesisStreamingDestinationRequest request;
  protocol::DescribeKinesisDestination(fields, request, configuration);
  return reader.Finish(std::move(request));
}

std::string EncodeKinesisDestination(const KinesisStreamingDestinationResponse& response,
                                     std::string_view configuration) {
  std::string out;
  {
    JsonObject reply(out);
    reply.String("DestinationStatus", NameOf(response.destination_status));
    if (const auto& precision = response.approximate_creation_date_time_precision) {
      JsonObject member(reply.Member(configuration));
      member.String("ApproximateCreationDateTimePrecision", NameOf(*precision));
    }
    reply.String("StreamArn", response.stream_arn);
    reply.String("TableName", response.table_name);
  }
  return out;
}

}  // namespace basalt::wire
