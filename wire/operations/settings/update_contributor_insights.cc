// UpdateContributorInsights: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {
namespace {

Result<UpdateContributorInsightsRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  UpdateContributorInsightsRequest request;
  fields.TableNameOfTable(request.table_name);
  fields.Optional("IndexName", request.index_name, kNameConstraint);
  fields.Required("ContributorInsightsAction", request.contributor_insights_action);
  fields.Optional("ContributorInsightsMode", request.contributor_insights_mode);
  return reader.Finish(std::move(request));
}

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
  Result<UpdateContributorInsightsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UpdateContributorInsightsResponse> response = database.UpdateContributorInsights(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
