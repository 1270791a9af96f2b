// ListContributorInsights: JSON in, one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {
namespace {

Result<ListContributorInsightsRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  ListContributorInsightsRequest request;
  fields.Optional("TableName", request.table_name, kTableNameConstraint);
  fields.Optional("NextToken", request.next_token);
  fields.Optional("MaxResults", request.max_results, {.max = 100, .is_integer = true});
  return reader.Finish(std::move(request));
}

std::string Encode(const ListContributorInsightsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    {
      JsonArray summaries(reply.Member("ContributorInsightsSummaries"));
      for (const ContributorInsightsSummary& summary : response.contributor_insights_summaries) {
        JsonObject member(summaries.Element());
        AppendSummary(member, summary);
      }
    }
    if (response.next_token) reply.String("NextToken", *response.next_token);
  }
  return out;
}

}  // namespace

Result<std::string> ListContributorInsights(Database& database, std::string& body) {
  Result<ListContributorInsightsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<ListContributorInsightsResponse> response = database.ListContributorInsights(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
