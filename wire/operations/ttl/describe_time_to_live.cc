// DescribeTimeToLive: JSON in, one call to the database, JSON out.
#include "protocol/shapes/time_to_live.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const DescribeTimeToLiveResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    JsonObject description(reply.Member("TimeToLiveDescription"));
    if (response.attribute_name) description.String("AttributeName", *response.attribute_name);
    description.String("TimeToLiveStatus", NameOf(response.time_to_live_status));
  }
  return out;
}

}  // namespace

Result<std::string> DescribeTimeToLive(Database& database, std::string& body) {
  Result<DescribeTimeToLiveRequest> request = Decode<DescribeTimeToLiveRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeTimeToLiveResponse> response = database.DescribeTimeToLive(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
