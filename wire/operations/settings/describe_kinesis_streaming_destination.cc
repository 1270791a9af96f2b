// DescribeKinesisStreamingDestination: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const DescribeKinesisStreamingDestinationResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    {
      JsonArray destinations(reply.Member("KinesisDataStreamDestinations"));
      for (const auto& destination : response.kinesis_data_stream_destinations) {
        JsonObject member(destinations.Element());
        member.String("ApproximateCreationDateTimePrecision",
                      NameOf(destination.approximate_creation_date_time_precision));
        member.String("DestinationStatus", NameOf(destination.destination_status));
        if (const auto& description = destination.destination_status_description) {
          member.String("DestinationStatusDescription", *description);
        }
        member.String("StreamArn", destination.stream_arn);
      }
    }
    reply.String("TableName", response.table_name);
  }
  return out;
}

}  // namespace

Result<std::string> DescribeKinesisStreamingDestination(Database& database, std::string& body) {
  Result<DescribeKinesisStreamingDestinationRequest> request =
      Decode<DescribeKinesisStreamingDestinationRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeKinesisStreamingDestinationResponse> response =
      database.DescribeKinesisStreamingDestination(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
