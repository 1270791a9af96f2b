// UpdateTimeToLive: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

template <>
inline constexpr std::string_view kShapeName<TimeToLiveSpecification> = "TimeToLiveSpecification";

void Describe(Fields& fields, TimeToLiveSpecification& specification) {
  fields.Required("Enabled", specification.enabled);
  fields.Required("AttributeName", specification.attribute_name, {.min = 1, .max = 255});
}

namespace {

Result<UpdateTimeToLiveRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  UpdateTimeToLiveRequest request;
  fields.TableNameOfTable(request.table_name);
  fields.Required("TimeToLiveSpecification", request.time_to_live_specification);
  return reader.Finish(std::move(request));
}

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
  Result<UpdateTimeToLiveRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UpdateTimeToLiveResponse> response = database.UpdateTimeToLive(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
