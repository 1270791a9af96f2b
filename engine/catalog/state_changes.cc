#include "engine/catalog/state_changes.h"

#include <map>
#include <optional>
#include <string>

namespace basalt {
namespace {

std::optional<TableStatus> StatusOf(const Table* table) {
  if (table == nullptr) return std::nullopt;
  return table->description.table_status;
}

std::map<std::string, std::optional<IndexStatus>> IndexStatusesOf(const Table* table) {
  std::map<std::string, std::optional<IndexStatus>> statuses;
  if (table == nullptr) return statuses;
  for (const auto& index : table->description.global_secondary_indexes) {
    statuses[index.index_name] = index.index_status;
  }
  return statuses;
}

}  // namespace

void TellStateChanges(EngineListener& listener, const Table* before, const Table* after) {
  if (before == nullptr && after == nullptr) return;
  const std::string& name = (after != nullptr ? after : before)->schema.name;
  if (StatusOf(before) != StatusOf(after)) {
    listener.OnTableStateChanged(
        {.table_name = name, .before = StatusOf(before), .after = StatusOf(after)});
  }
  auto indexes_before = IndexStatusesOf(before);
  auto indexes_after = IndexStatusesOf(after);
  for (const auto& [index, status] : indexes_before) indexes_after.try_emplace(index);
  for (const auto& [index, status] : indexes_after) {
    const std::optional<IndexStatus> status_before = indexes_before[index];
    if (status_before == status) continue;
    listener.OnIndexStateChanged(
        {.table_name = name, .index_name = index, .before = status_before, .after = status});
  }
}

}  // namespace basalt
