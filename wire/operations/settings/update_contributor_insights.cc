// UpdateContributorInsights: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {
namespace {

std::string Encode(const UpdateContributorInsightsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    AppendSummary(reply, response);
  }
  return out;
}

}  // namespace

Result<std::string> UpdateContributorInsights(Database& database, std::string& body) {
  Result<UpdateContributorInsightsRequest> request = Decode<UpdateContributorInsightsRequest>(body);
  if (!request) return std::move(request).error();

  Result<UpdateContributorInsightsResponse> response = database.UpdateContributorInsights(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
