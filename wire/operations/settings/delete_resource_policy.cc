// DeleteResourcePolicy: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<DeleteResourcePolicyRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  DeleteResourcePolicyRequest request;
  fields.Required("ResourceArn", request.resource_arn, {.min = 1, .max = 1283});
  fields.Optional("ExpectedRevisionId", request.expected_revision_id, {.min = 1, .max = 255});
  return reader.Finish(std::move(request));
}

std::string Encode(const DeleteResourcePolicyResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.revision_id) reply.String("RevisionId", *response.revision_id);
  }
  return out;
}

}  // namespace

Result<std::string> DeleteResourcePolicy(Database& database, std::string& body) {
  Result<DeleteResourcePolicyRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<DeleteResourcePolicyResponse> response = database.DeleteResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
