// PutResourcePolicy: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/policy_syntax.h"

namespace basalt::wire {
namespace {

std::string Encode(const PutResourcePolicyResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    reply.String("RevisionId", response.revision_id);
  }
  return out;
}

}  // namespace

Result<std::string> PutResourcePolicy(Database& database, std::string& body) {
  Result<PutResourcePolicyRequest> request = Decode<PutResourcePolicyRequest>(
      body, [](const Fields& fields, const PutResourcePolicyRequest& read) {
        CheckPolicySyntax(fields, read.policy);
      });
  if (!request) return std::move(request).error();

  Result<PutResourcePolicyResponse> response = database.PutResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
