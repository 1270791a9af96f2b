// DescribeContributorInsights: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {
namespace {

std::string Encode(const DescribeContributorInsightsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (!response.contributor_insights_rule_list.empty()) {
      JsonArray rules(reply.Member("ContributorInsightsRuleList"));
      for (const std::string& rule : response.contributor_insights_rule_list) {
        AppendJsonString(rules.Element(), rule);
      }
    }
    if (response.last_update_date_time) {
      reply.Time("LastUpdateDateTime", *response.last_update_date_time);
    }
    AppendSummary(reply, response);
  }
  return out;
}

}  // namespace

Result<std::string> DescribeContributorInsights(Database& database, std::string& body) {
  Result<DescribeContributorInsightsRequest> request =
      Decode<DescribeContributorInsightsRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeContributorInsightsResponse> response =
      database.DescribeContributorInsights(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
