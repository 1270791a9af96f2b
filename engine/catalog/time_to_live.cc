#include "protocol/shapes/time_to_live.h"

#include <chrono>
#include <utility>

#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_reference.h"
#include "engine/storage/erasure.h"
#include "model/limits.h"
#include "protocol/constraint_check.h"

namespace basalt {
namespace {

// One change is all that the service takes in this time.
constexpr std::chrono::hours kChangeInterval(1);

Status CheckChange(const TimeToLive& current, const TimeToLiveSpecification& wanted,
                   TimePoint now) {
  const bool is_enabled = current.status != TimeToLiveStatus::kDisabled;
  if (!is_enabled && !wanted.enabled) return ValidationError("TimeToLive is already disabled");
  if (is_enabled && current.attribute_name != wanted.attribute_name) {
    return ValidationError(
        "TimeToLive is active on a different AttributeName: current AttributeName is " +
        current.attribute_name);
  }
  if (is_enabled && wanted.enabled) return ValidationError("TimeToLive is already enabled");

  const bool too_soon = current.last_change && now >= *current.last_change &&
                        now - *current.last_change < kChangeInterval;
  if (!too_soon) return Done{};
  return ValidationError("Time to live has been modified multiple times within a fixed interval");
}

}  // namespace

Result<UpdateTimeToLiveResponse> SettingOperations::UpdateTimeToLive(
    const UpdateTimeToLiveRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const TimeToLiveSpecification& wanted = request.time_to_live_specification;
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();

  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindTableToChange(catalog_, *name);
  if (!table) return table.error();
  const TimePoint now = clock_.Now();
  const auto allowed = CheckChange((*table)->features.time_to_live, wanted, now);
  if (!allowed) return allowed.error();

  TimeToLive changed{.last_change = now};
  if (wanted.enabled) {
    // Counters are exact, so that an empty table has nothing to build rows of.
    const bool has_items = (*table)->counters->Read().items != 0;
    changed.status = has_items ? TimeToLiveStatus::kEnabling : TimeToLiveStatus::kEnabled;
    changed.attribute_name = wanted.attribute_name;
  }
  WriteSet writes(store_);
  if (!wanted.enabled) {
    auto staged = StageErasure(store_, Family::kExpiry, RowsOf((*table)->schema.id), writes);
    if (!staged) return staged.error();
  }
  const auto done = Change(
      **table, [&](Table& copy) { copy.features.time_to_live = changed; }, std::move(writes));
  if (!done) return done.error();
  return UpdateTimeToLiveResponse{wanted};
}

Result<DescribeTimeToLiveResponse> SettingOperations::DescribeTimeToLive(
    const DescribeTimeToLiveRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindTableToManage(catalog_, *name);
  if (!table) return table.error();

  const TimeToLive& current = (*table)->features.time_to_live;
  DescribeTimeToLiveResponse response{.time_to_live_status = current.status};
  if (!current.attribute_name.empty()) response.attribute_name = current.attribute_name;
  return response;
}

}  // namespace basalt
