// TagResource: JSON in, one call to the database, JSON out.
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_fields.h"

namespace basalt::wire {
namespace {

Result<TagResourceRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  TagResourceRequest request;
  fields.Optional("ResourceArn", request.resource_arn);
  fields.Optional("Tags", request.tags);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> TagResource(Database& database, std::string& body) {
  Result<TagResourceRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<TagResourceResponse> response = database.TagResource(*request);
  if (!response) return std::move(response).error();

  return std::string();  // AWS answers with an empty body.
}

}  // namespace basalt::wire
