// ListContributorInsights: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {
namespace {

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
  Result<ListContributorInsightsRequest> request = Decode<ListContributorInsightsRequest>(body);
  if (!request) return std::move(request).error();

  Result<ListContributorInsightsResponse> response = database.ListContributorInsights(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
