#include "wire/operations/settings/contributor_insights_json.h"

namespace basalt::wire {

void AppendSummary(JsonObject& object, const ContributorInsightsSummary& summary) {
  if (summary.contributor_insights_mode) {
    object.String("ContributorInsightsMode", NameOf(*summary.contributor_insights_mode));
  }
  object.String("ContributorInsightsStatus", NameOf(summary.contributor_insights_status));
  if (summary.index_name) object.String("IndexName", *summary.index_name);
  object.String("TableName", summary.table_name);
}

}  // namespace basalt::wire
