// UpdateContinuousBackups and DescribeContinuousBackups: the setting, and the times that follow.
// Source: API reference of the two; developer guide, "Point-in-time recovery".
#include <algorithm>
#include <chrono>

#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_reference.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/settings.h"

namespace basalt {
namespace {

constexpr std::int64_t kRecoveryDaysMax = 35;

// AWS can restore what a table was up to five minutes ago.
constexpr std::chrono::minutes kRecoveryDelay(5);

Result<std::shared_ptr<const Table>> FindBackedUp(const Catalog& catalog, const std::string& name) {
  auto table = catalog.Find(name);
  if (table && table->description.table_status != TableStatus::kDeleting) return table;
  return Error{.code = ErrorCode::kTableNotFound, .message = "Table not found: " + name};
}

ContinuousBackupsResponse DescribeBackups(const TableFeatures& features, TimePoint now) {
  const auto& recovery = features.point_in_time_recovery;
  if (!recovery) return {};
  const TimePoint first_kept = now - std::chrono::days(recovery->period_in_days);
  const TimePoint earliest = std::max(recovery->enabled_since, first_kept);
  return {PointInTimeRecoveryDescription{
      .recovery_period_in_days = recovery->period_in_days,
      .earliest_restorable_date_time = earliest,
      .latest_restorable_date_time = std::max(earliest, now - kRecoveryDelay)}};
}

}  // namespace

Result<UpdateContinuousBackupsResponse> SettingOperations::UpdateContinuousBackups(
    const UpdateContinuousBackupsRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const PointInTimeRecoverySpecification& wanted = request.point_in_time_recovery_specification;
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();

  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindBackedUp(catalog_, *name);
  if (!table) return table.error();
  if ((*table)->description.table_status == TableStatus::kCreating) {
    return Error{
        .code = ErrorCode::kContinuousBackupsUnavailable,
        .message = "Backups are being enabled for the table: " + *name + ". Please retry later"};
  }
  const TimePoint now = clock_.Now();
  TableFeatures features = (*table)->features;
  auto& recovery = features.point_in_time_recovery;
  if (!wanted.point_in_time_recovery_enabled) {
    recovery.reset();
  } else {
    if (!recovery) recovery = {.enabled_since = now, .period_in_days = kRecoveryDaysMax};
    if (wanted.recovery_period_in_days) recovery->period_in_days = *wanted.recovery_period_in_days;
  }
  const auto done = Change(**table, [&](Table& copy) { copy.features = features; });
  if (!done) return done.error();
  return DescribeBackups(features, now);
}

Result<DescribeContinuousBackupsResponse> SettingOperations::DescribeContinuousBackups(
    const DescribeContinuousBackupsRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindBackedUp(catalog_, *name);
  if (!table) return table.error();
  return DescribeBackups((*table)->features, clock_.Now());
}

}  // namespace basalt
