// UntagResource: JSON in, one call to the database, JSON out.
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<UntagResourceRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  UntagResourceRequest request;
  fields.Optional("ResourceArn", request.resource_arn);
  fields.Optional("TagKeys", request.tag_keys);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> UntagResource(Database& database, std::string& body) {
  Result<UntagResourceRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UntagResourceResponse> response = database.UntagResource(*request);
  if (!response) return std::move(response).error();

  return std::string();  // AWS answers with an empty body.
}

}  // namespace basalt::wire
