// UpdateContributorInsights, DescribeContributorInsights, ListContributorInsights.
// And what the rules of the latter count. Source: API reference of the three; developer guide,
// "CloudWatch Contributor Insights for DynamoDB: How it works", for rules and units.
#include <algorithm>
#include <string_view>

#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_reference.h"

namespace basalt {
namespace {

constexpr std::int64_t kSummariesMax = 100;

// CloudWatch's GetInsightRuleReport: MaxContributorCount.
constexpr std::int64_t kContributorsMax = 100;
constexpr std::int64_t kContributorsByDefault = 10;

bool HasIndex(const Table& table, std::string_view index) {
  const IndexSchema* found = table.schema.FindIndex(index);
  return found != nullptr && found->kind == IndexKind::kGlobal;
}

const KeySchema& KeyOf(const Table& table, const std::optional<std::string>& index) {
  return index ? table.schema.FindIndex(*index)->key : table.schema.key;
}

ContributorInsightsSummary SummaryOf(const Table& table, const std::optional<std::string>& index) {
  ContributorInsightsSummary summary{.table_name = table.schema.name, .index_name = index};
  const auto found = table.features.contributor_insights.find(index.value_or(""));
  if (found == table.features.contributor_insights.end()) return summary;
  summary.contributor_insights_status = found->second.status;
  summary.contributor_insights_mode = found->second.mode;
  return summary;
}

// One of CloudWatch's rules.
struct Rule {
  std::string name;
  bool is_of_accesses = false;  // Else of throttled requests, which there are none of here.
  bool is_of_items = false;     // Else of partition keys.
};

// The rules for most accessed and most throttled partition keys, and, where there is a sort key,
// for those of items.
std::vector<Rule> RulesOf(const Table& table, const std::optional<std::string>& index,
                          const ContributorInsights& insights) {
  const KeySchema& key = KeyOf(table, index);
  const std::string of = table.schema.name + (index ? "-" + *index : "") + "-" +
                         std::to_string(insights.last_update.time_since_epoch().count());
  const bool accessed = insights.mode == ContributorInsightsMode::kAccessedAndThrottledKeys;
  std::vector<Rule> rules;
  const auto add = [&](std::string_view kind) {
    rules.push_back({.name = "DynamoDBContributorInsights-" + std::string(kind) + "-" + of,
                     .is_of_accesses = kind.ends_with('C'),
                     .is_of_items = kind.starts_with('S')});
  };
  if (accessed) add("PKC");
  if (accessed && !key.sort.empty()) add("SKC");
  add("PKT");
  if (!key.sort.empty()) add("SKT");
  return rules;
}

std::vector<std::string> LabelsOf(const KeySchema& key, const Rule& rule) {
  std::vector<std::string> labels;
  for (const KeyAttribute& attribute : key.partition) labels.push_back(attribute.name);
  if (!rule.is_of_items) return labels;
  for (const KeyAttribute& attribute : key.sort) labels.push_back(attribute.name);
  return labels;
}

// Null unless contributor insights are enabled.
const ContributorInsights* EnabledInsights(const Table& table,
                                           const std::optional<std::string>& index) {
  const auto found = table.features.contributor_insights.find(index.value_or(""));
  const bool enabled = found != table.features.contributor_insights.end() &&
                       found->second.status == ContributorInsightsStatus::kEnabled;
  return enabled ? &found->second : nullptr;
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
               .message = "Requested resource not found: Index: " + *index +
                          " not found for table: " + table->get()->schema.name};
}

}  // namespace

Result<UpdateContributorInsightsResponse> SettingOperations::UpdateContributorInsights(
    const UpdateContributorInsightsRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();

  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindWithIndex(catalog_, *name, request.index_name);
  if (!table) return table.error();
  const bool enable = request.contributor_insights_action == ContributorInsightsAction::kEnable;
  const std::string index = request.index_name.value_or("");
  TableFeatures features = (*table)->features;
  ContributorInsights& insights = features.contributor_insights[index];
  const ContributorInsights before = insights;
  insights.status =
      enable ? ContributorInsightsStatus::kEnabled : ContributorInsightsStatus::kDisabled;
  if (request.contributor_insights_mode) insights.mode = *request.contributor_insights_mode;
  const bool changes = insights.status != before.status || insights.mode != before.mode;
  if (changes || before.last_update == TimePoint()) insights.last_update = clock_.Now();
  const auto done = Change(**table, [&](Table& copy) {
    copy.features = features;
    FollowKeyTraffic(copy);
  });
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
  if (const auto* enabled = EnabledInsights(**table, request.index_name)) {
    for (Rule& rule : RulesOf(**table, request.index_name, *enabled)) {
      response.contributor_insights_rule_list.push_back(std::move(rule.name));
    }
  }
  return response;
}

Result<ContributorInsightsReportResponse> SettingOperations::ReportContributorInsights(
    const ContributorInsightsReportRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindWithIndex(catalog_, *name, request.index_name);
  if (!table) return table.error();
  const auto wanted = request.max_contributor_count.value_or(kContributorsByDefault);
  const auto contributors_max =
      static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, kContributorsMax));

  ContributorInsightsReportResponse response;
  const auto* insights = EnabledInsights(**table, request.index_name);
  if (insights == nullptr) return response;
  const TableSchema& schema = (*table)->schema;
  const auto traffic = (*table)->key_traffic.find(
      request.index_name ? schema.FindIndex(*request.index_name)->id : schema.id);
  for (const Rule& rule : RulesOf(**table, request.index_name, *insights)) {
    ContributorInsightsRuleReport& report = response.reports.emplace_back();
    if (rule.is_of_accesses) {
      report = rule.is_of_items ? traffic->second->ReportItems(contributors_max)
                                : traffic->second->ReportPartitions(contributors_max);
    }
    report.rule_name = rule.name;
    report.key_labels = LabelsOf(KeyOf(**table, request.index_name), rule);
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
