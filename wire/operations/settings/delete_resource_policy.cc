// DeleteResourcePolicy: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

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
  Result<DeleteResourcePolicyRequest> request = Decode<DeleteResourcePolicyRequest>(body);
  if (!request) return std::move(request).error();

  Result<DeleteResourcePolicyResponse> response = database.DeleteResourcePolicy(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
