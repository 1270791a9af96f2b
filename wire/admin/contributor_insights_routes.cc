#include <algorithm>
#include <charconv>
#include <optional>

#include "wire/admin/routes.h"
#include "wire/auth/canonical_request.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {
namespace {

constexpr std::int64_t kContributorsMax = 100;

// The value of the first parameter of that name.
std::optional<std::string> Parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.substr(0, pair.find('=')) != name || pair.size() == name.size()) continue;
    return PercentDecoded(pair.substr(name.size() + 1));
  }
  return std::nullopt;
}

void AppendContributor(std::string& out, const InsightRuleContributor& contributor) {
  JsonObject object(out);
  object.Double("ApproximateAggregateValue", contributor.approximate_aggregate_value);
  JsonArray keys(object.Member("Keys"));
  for (const std::string& key : contributor.keys) AppendJsonString(keys.Element(), key);
}

void AppendReport(std::string& out, const ContributorInsightsRuleReport& report) {
  JsonObject object(out);
  object.Double("AggregateValue", report.aggregate_value);
  object.String("AggregationStatistic", "Sum");
  object.Integer("ApproximateUniqueCount", report.approximate_unique_count);
  {
    JsonArray contributors(object.Member("Contributors"));
    for (const auto& contributor : report.contributors) {
      AppendContributor(contributors.Element(), contributor);
    }
  }
  {
    JsonArray labels(object.Member("KeyLabels"));
    for (const std::string& label : report.key_labels) AppendJsonString(labels.Element(), label);
  }
  object.String("RuleName", report.rule_name);
}

}  // namespace

Result<std::string> GetContributorInsights(const AdminSubject& subject, std::string_view query) {
  ContributorInsightsReportRequest request;
  request.table_name = Parameter(query, "table").value_or("");
  request.index_name = Parameter(query, "index");
  if (const auto text = Parameter(query, "max")) {
    std::int64_t& max = request.max_contributor_count.emplace(0);
    const char* end = text->data() + text->size();
    const bool whole = std::from_chars(text->data(), end, max).ptr == end;
    if (!whole || max < 1 || max > kContributorsMax) {
      return ValidationError("max must be a number from 1 to 100");
    }
  }
  const auto response = subject.database.ReportContributorInsights(request);
  if (!response) return response.error();
  std::string out;
  {
    JsonObject object(out);
    JsonArray reports(object.Member("Reports"));
    for (const auto& report : response->reports) AppendReport(reports.Element(), report);
  }
  return out;
}

}  // namespace basalt::wire
