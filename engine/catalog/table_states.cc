#include "engine/catalog/table_states.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace basalt {
namespace {

constexpr int kDelaysOfIndexes = 2;

GlobalSecondaryIndexDescription& IndexOf(TableDescription& table, std::string_view name) {
  return *std::ranges::find(table.global_secondary_indexes, name,
                            &GlobalSecondaryIndexDescription::index_name);
}

bool IsDueToSettle(const Table& table, std::string_view index_name, const Transition& transition,
                   TimePoint now) {
  if (now < transition.until) return false;
  const IndexSchema* index = table.schema.FindIndex(index_name);
  return index == nullptr || !table.IsBackfilling(index->id);
}

void SetThroughput(ProvisionedThroughputDescription& current, const Transition& transition) {
  if (!transition.throughput) return;
  static_cast<ProvisionedThroughput&>(current) = *transition.throughput;
}

// REQUIRES: the table is CREATING or UPDATING.
void SettleTable(Table& table) {
  TableDescription& description = table.description;
  const bool created = description.table_status == TableStatus::kCreating;
  description.table_status = TableStatus::kActive;
  SetThroughput(description.provisioned_throughput, *table.transition);
  table.transition.reset();
  for (auto& index : description.global_secondary_indexes) {
    if (index.index_status != IndexStatus::kCreating) continue;
    if (created) {
      index.index_status = IndexStatus::kActive;
    } else {
      index.backfilling = true;  // What it needed has been allocated.
    }
  }
  auto& billing = description.billing_mode_summary;
  if (created && billing) billing->last_update_to_pay_per_request = description.creation_date_time;
}

void SettleIndex(Table& table, std::string_view name, const Transition& transition) {
  auto& index = IndexOf(table.description, name);
  if (index.index_status == IndexStatus::kDeleting) {
    std::erase_if(table.description.global_secondary_indexes,
                  [&](const auto& other) { return other.index_name == name; });
    return;
  }
  index.index_status = IndexStatus::kActive;
  index.backfilling.reset();
  SetThroughput(index.provisioned_throughput, transition);
}

}  // namespace

StateEnds StateEndsFrom(TimePoint now, std::chrono::milliseconds delay) {
  return {.table = now + delay, .index = now + kDelaysOfIndexes * delay};
}

bool IsDueToSettle(const Table& table, TimePoint now) {
  if (table.transition && table.transition->until <= now) return true;
  return std::ranges::any_of(table.index_transitions, [&](const auto& entry) {
    return IsDueToSettle(table, entry.first, entry.second, now);
  });
}

std::shared_ptr<const Table> Settled(std::shared_ptr<const Table> table, TimePoint now) {
  if (!IsDueToSettle(*table, now)) return table;
  auto settled = std::make_shared<Table>(*table);
  if (settled->transition && settled->transition->until <= now) {
    if (settled->description.table_status == TableStatus::kDeleting) return nullptr;
    SettleTable(*settled);
  }
  std::erase_if(settled->index_transitions, [&](const auto& entry) {
    const auto& [name, transition] = entry;
    if (!IsDueToSettle(*settled, name, transition, now)) return false;
    SettleIndex(*settled, name, transition);
    return true;
  });
  return settled;
}

void EndStatesBy(Table& table, const StateEnds& latest) {
  if (table.transition) table.transition->until = std::min(table.transition->until, latest.table);
  for (auto& [name, transition] : table.index_transitions) {
    transition.until = std::min(transition.until, latest.index);
  }
}

bool IsOnItsWay(const Table& table, std::string_view index_name) {
  if (table.index_transitions.empty()) return false;
  const auto& indexes = table.description.global_secondary_indexes;
  return std::ranges::any_of(indexes, [&](const GlobalSecondaryIndexDescription& index) {
    return index.index_name == index_name && index.index_status == IndexStatus::kCreating;
  });
}

Status CheckNotInUse(const Table& table) {
  const std::string& name = table.schema.name;
  switch (table.description.table_status) {
    case TableStatus::kCreating:
      return InUse("Table is being created: " + name);
    case TableStatus::kUpdating:
      return InUse("Table is being updated: " + name);
    case TableStatus::kDeleting:
      return InUse("Table is being deleted: " + name);
    case TableStatus::kActive:
      break;
  }
  return Done{};
}

Error InUse(const std::string& reason) {
  return {.code = ErrorCode::kResourceInUse,
          .message = "Attempt to change a resource which is still in use: " + reason};
}

}  // namespace basalt
