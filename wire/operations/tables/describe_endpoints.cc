// DescribeEndpoints: tells clients that discover endpoints to go on with the one they have.
#include "wire/json/json_writer.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

constexpr std::int64_t kCacheMinutes = 1440;  // As AWS answers.

}  // namespace

Result<std::string> DescribeEndpoints(Database& /*database*/, std::string& host) {
  std::string out;
  {
    JsonObject reply(out);
    JsonArray endpoints(reply.Member("Endpoints"));
    JsonObject endpoint(endpoints.Element());
    endpoint.String("Address", host);
    endpoint.Integer("CachePeriodInMinutes", kCacheMinutes);
  }
  return out;
}

}  // namespace basalt::wire
