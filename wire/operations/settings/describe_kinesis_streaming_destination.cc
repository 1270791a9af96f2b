// DescribeKinesisStreamingDestination: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<DescribeKinesisStreamingDestinationRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  DescribeKinesisStreamingDestinationRequest request;
  fields.TableNameOfTable(request.table_name);
  return reader.Finish(std::move(request));
}

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
  Result<DescribeKinesisStreamingDestinationRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<DescribeKinesisStreamingDestinationResponse> response =
      database.DescribeKinesisStreamingDestination(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
