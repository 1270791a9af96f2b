// GetResourcePolicy: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

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
  Result<GetResourcePolicyRequest> request = Decode<GetResourcePolicyRequest>(body);
  if (!request) return std::move(request).error();

  Result<GetResourcePolicyResponse> response = database.GetResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
