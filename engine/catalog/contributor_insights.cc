// UpdateContributorInsights, DescribeContributorInsights, ListContributorInsights.
// Source: API reference of the three; AWS CLI reference, for the names of rules.
#include <algorithm>
#include <mutex>
#include <string_view>

#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_constraints.h"
#include "engine/catalog/table_operations.h"

namespace basalt {
namespace {

constexpr std::int64_t kSummariesMax = 100;

bool HasIndex(const Table& table, std::string_view index) {
  const IndexSchema* found = table.schema.FindIndex(index);
  return found != nullptr && found->kind == IndexKind::kGlobal;
}

ContributorInsightsSummary SummaryOf(const Table& table, const std::optional<std::string>& index) {
  ContributorInsightsSummary summary{.table_name = table.schema.name, .index_name = index};
  const auto found = table.features.contributor_insights.find(index.value_or(""));
  if (found == table.features.contributor_insights.end()) return summary;
  summary.contributor_insights_status = found->second.status;
  summary.contributor_insights_mode = found->second.mode;
  return summary;
}

// CloudWatch's rules for most accessed and most throttled partition keys, and, where there is a
// sort key, for those of items.
std::vector<std::string> RulesOf(const Table& table, const std::optional<std::string>& index,
                                 const ContributorInsights& insights) {
  const KeySchema& key = index ? table.schema.FindIndex(*index)->key : table.schema.key;
  const std::string of = table.schema.name + (index ? "-" + *index : "") + "-" +
                         std::to_string(insights.last_update.time_since_epoch().count());
  const bool accessed = insights.mode == ContributorInsightsMode::kAccessedAndThrottledKeys;
  std::vector<std::string> rules;
  const auto add = [&](const char* kind) {
    rules.push_back("DynamoDBContributorInsights-" + std::string(kind) + "-" + of);
  };
  if (accessed) add("PKC");
  if (accessed && !key.sort.empty()) add("SKC");
  add("PKT");
  if (!key.sort.empty()) add("SKT");
  return rules;
}

void AppendSummaries(const Table& table, std::vector<ContributorInsightsSummary>& summaries) {
  summaries.push_back(SummaryOf(table, std::nullopt));
  for (const IndexSchema& index : table.schema.indexes) {
    if (index.kind == IndexKind::kGlobal) summaries.push_back(SummaryOf(table, index.name));
  }
}

// Where a page ends: "table" or "table/index". Both are names, which have no slash.
std::string TokenOf(const ContributorInsightsSummary& summary) {
  return summary.table_name + (summary.index_name ? "/" + *summary.index_name : "");
}

Result<std::shared_ptr<const Table>> FindWithIndex(const Catalog& catalog, const std::string& name,
                                                   const std::optional<std::string>& index) {
  auto table = FindTableToManage(catalog, name);
  if (!table || !index || HasIndex(**table, *index)) return table;
  return Error{.code = ErrorCode::kResourceNotFound,
               .message = "Requested resource not found: Index: " + *index + " not found"};
}

}  // namespace

Result<UpdateContributorInsightsResponse> SettingOperations::UpdateContributorInsights(
    const UpdateContributorInsightsRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();

  const std::unique_lock gate(catalog_.gate());
  const auto table = FindWithIndex(catalog_, *name, request.index_name);
  if (!table) return table.error();
  const bool enable = request.contributor_insights_action == ContributorInsightsAction::kEnable;
  const std::string index = request.index_name.value_or("");
  TableFeatures features = (*table)->features;
  ContributorInsights& insights = features.contributor_insights[index];
  insights.status =
      enable ? ContributorInsightsStatus::kEnabled : ContributorInsightsStatus::kDisabled;
  if (request.contributor_insights_mode) insights.mode = *request.contributor_insights_mode;
  insights.last_update = clock_.Now();
  const auto done = Change(**table, [&](Table& copy) { copy.features = features; });
  if (!done) return done.error();

  return UpdateContributorInsightsResponse{
      .table_name = *name,
      .index_name = request.index_name,
      .contributor_insights_status =
          enable ? ContributorInsightsStatus::kEnabling : ContributorInsightsStatus::kDisabling,
      .contributor_insights_mode = insights.mode};
}

Result<DescribeContributorInsightsResponse> SettingOperations::DescribeContributorInsights(
    const DescribeContributorInsightsRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindWithIndex(catalog_, *name, request.index_name);
  if (!table) return table.error();

  DescribeContributorInsightsResponse response;
  static_cast<ContributorInsightsSummary&>(response) = SummaryOf(**table, request.index_name);
  const auto& all = (*table)->features.contributor_insights;
  const auto found = all.find(request.index_name.value_or(""));
  if (found == all.end()) return response;
  response.last_update_date_time = found->second.last_update;
  if (found->second.status == ContributorInsightsStatus::kEnabled) {
    response.contributor_insights_rule_list = RulesOf(**table, request.index_name, found->second);
  }
  return response;
}

Result<ListContributorInsightsResponse> SettingOperations::ListContributorInsights(
    const ListContributorInsightsRequest& request) const {
  std::vector<std::string> names;
  if (request.table_name) {
    const auto name = CheckTableReference(*request.table_name);
    if (!name) return name.error();
    if (auto table = FindTableToManage(catalog_, *name); !table) return table.error();
    names.push_back(*name);
  } else {
    names = catalog_.Names();
  }

  std::vector<ContributorInsightsSummary> all;
  for (const std::string& name : names) {
    if (const auto table = catalog_.Find(name)) AppendSummaries(*table, all);
  }
  ListContributorInsightsResponse response;
  auto& page = response.contributor_insights_summaries;
  const auto limit = static_cast<std::size_t>(
      std::clamp<std::int64_t>(request.max_results.value_or(kSummariesMax), 1, kSummariesMax));
  bool started = !request.next_token;
  for (const ContributorInsightsSummary& summary : all) {
    if (started && page.size() == limit) {
      response.next_token = TokenOf(page.back());
      break;
    }
    if (started) page.push_back(summary);
    started |= request.next_token == TokenOf(summary);
  }
  if (!started) return ValidationError("Invalid NextToken: " + *request.next_token);
  return response;
}

}  // namespace basalt
