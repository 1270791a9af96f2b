#include "wire/operations/settings/continuous_backups_json.h"

#include "wire/json/json_writer.h"

namespace basalt::wire {

std::string ContinuousBackupsReply(const ContinuousBackupsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    JsonObject description(reply.Member("ContinuousBackupsDescription"));
    description.String("ContinuousBackupsStatus", "ENABLED");
    JsonObject recovery(description.Member("PointInTimeRecoveryDescription"));
    const auto& enabled = response.point_in_time_recovery;
    if (enabled) {
      recovery.Time("EarliestRestorableDateTime", enabled->earliest_restorable_date_time);
      recovery.Time("LatestRestorableDateTime", enabled->latest_restorable_date_time);
    }
    recovery.String("PointInTimeRecoveryStatus", enabled ? "ENABLED" : "DISABLED");
    if (enabled) recovery.Integer("RecoveryPeriodInDays", enabled->recovery_period_in_days);
  }
  return out;
}

}  // namespace basalt::wire
