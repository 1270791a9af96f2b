// PutResourcePolicy: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/policy_syntax.h"

namespace basalt::wire {
namespace {

Result<PutResourcePolicyRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  PutResourcePolicyRequest request;
  fields.Required("ResourceArn", request.resource_arn, {.min = 1, .max = 1283});
  fields.Required("Policy", request.policy);
  fields.Optional("ExpectedRevisionId", request.expected_revision_id, {.min = 1, .max = 255});
  CheckPolicySyntax(fields, request.policy);
  return reader.Finish(std::move(request));
}

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
  Result<PutResourcePolicyRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<PutResourcePolicyResponse> response = database.PutResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
