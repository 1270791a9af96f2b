// UntagResource: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tags.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {

Result<std::string> UntagResource(Database& database, std::string& body) {
  Result<UntagResourceRequest> request = Decode<UntagResourceRequest>(body);
  if (!request) return std::move(request).error();

  Result<UntagResourceResponse> response = database.UntagResource(*request);
  if (!response) return std::move(response).error();

  return std::string();  // AWS answers with an empty body.
}

}  // namespace basalt::wire
