// TagResource: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tags.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

Result<std::string> TagResource(Database& database, std::string& body) {
  Result<TagResourceRequest> request = Decode<TagResourceRequest>(body);
  if (!request) return std::move(request).error();

  Result<TagResourceResponse> response = database.TagResource(*request);
  if (!response) return std::move(response).error();

  return std::string();  // AWS answers with an empty body.
}

}  // namespace basalt::wire
