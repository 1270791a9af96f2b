// ListTagsOfResource: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

Result<ListTagsOfResourceRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  ListTagsOfResourceRequest request;
  fields.Optional("ResourceArn", request.resource_arn);
  return reader.Finish(std::move(request));
}

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
  Result<ListTagsOfResourceRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<ListTagsOfResourceResponse> response = database.ListTagsOfResource(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
