// GetResourcePolicy: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<GetResourcePolicyRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  GetResourcePolicyRequest request;
  fields.Required("ResourceArn", request.resource_arn, {.min = 1, .max = 1283});
  return reader.Finish(std::move(request));
}

std::string Encode(const GetResourcePolicyResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    reply.String("Policy", response.policy);
    reply.String("RevisionId", response.revision_id);
  }
  return out;
}

}  // namespace

Result<std::string> GetResourcePolicy(Database& database, std::string& body) {
  Result<GetResourcePolicyRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<GetResourcePolicyResponse> response = database.GetResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
