// ListTagsOfResource: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tags.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const ListTagsOfResourceResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    JsonArray tags(reply.Member("Tags"));
    for (const Tag& tag : response.tags) {
      JsonObject member(tags.Element());
      member.String("Key", tag.key);
      member.String("Value", tag.value);
    }
  }
  return out;
}

}  // namespace

Result<std::string> ListTagsOfResource(Database& database, std::string& body) {
  Result<ListTagsOfResourceRequest> request = Decode<ListTagsOfResourceRequest>(body);
  if (!request) return std::move(request).error();

  Result<ListTagsOfResourceResponse> response = database.ListTagsOfResource(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
