// UpdateTimeToLive: JSON in, one call to the database, JSON out.
#include "protocol/shapes/time_to_live.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const UpdateTimeToLiveResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    JsonObject specification(reply.Member("TimeToLiveSpecification"));
    specification.String("AttributeName", response.time_to_live_specification.attribute_name);
    specification.Bool("Enabled", response.time_to_live_specification.enabled);
  }
  return out;
}

}  // namespace

Result<std::string> UpdateTimeToLive(Database& database, std::string& body) {
  Result<UpdateTimeToLiveRequest> request = Decode<UpdateTimeToLiveRequest>(body);
  if (!request) return std::move(request).error();

  Result<UpdateTimeToLiveResponse> response = database.UpdateTimeToLive(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
