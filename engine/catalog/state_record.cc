#include "engine/catalog/state_record.h"

#include <algorithm>
#include <utility>

#include "engine/catalog/record_fields.h"

namespace basalt {
namespace {

Map ToMap(const Transition& transition) {
  Map map;
  SetTime(map, "Until", transition.until);
  if (transition.throughput) {
    SetInt(map, "ReadCapacityUnits", transition.throughput->read_capacity_units);
    SetInt(map, "WriteCapacityUnits", transition.throughput->write_capacity_units);
  }
  return map;
}

Transition ToTransition(const Map& map) {
  Transition transition{.until = GetTime(map, "Until").value_or(TimePoint()),
                        .throughput = std::nullopt};
  const auto read = GetInt(map, "ReadCapacityUnits");
  const auto write = GetInt(map, "WriteCapacityUnits");
  if (read && write) transition.throughput = {*read, *write};
  return transition;
}

}  // namespace

void SetStates(Item& item, const Table& table) {
  SetEnum(item, "TableStatus", table.description.table_status);
  if (table.transition) SetMap(item, "Transition", ToMap(*table.transition));
  Map transitions;
  for (const auto& [name, transition] : table.index_transitions) {
    SetMap(transitions, name, ToMap(transition));
  }
  SetMap(item, "IndexTransitions", std::move(transitions));
  List unbuilt;
  for (const IndexSchema& index : table.schema.indexes) {
    if (table.IsBackfilling(index.id)) unbuilt.push_back({index.name});
  }
  item["UnbuiltIndexes"].data = std::move(unbuilt);
}

bool GetStates(const Item& item, Table& table) {
  table.description.table_status =
      GetEnum<TableStatus>(item, "TableStatus").value_or(TableStatus::kActive);
  if (const Map* map = GetAs<Map>(item, "Transition")) table.transition = ToTransition(*map);
  if (table.transition.has_value() == (table.description.table_status == TableStatus::kActive)) {
    return false;
  }
  const auto& indexes = table.description.global_secondary_indexes;
  if (const Map* map = GetAs<Map>(item, "IndexTransitions")) {
    for (const auto& [name, value] : *map) {
      const Map* transition = std::get_if<Map>(&value.data);
      const bool known =
          std::ranges::count(indexes, name, &GlobalSecondaryIndexDescription::index_name) > 0;
      if (transition == nullptr || !known) return false;
      table.index_transitions.emplace(name, ToTransition(*transition));
    }
  }
  const List* unbuilt = GetAs<List>(item, "UnbuiltIndexes");
  for (const AttributeValue& name : unbuilt != nullptr ? *unbuilt : List()) {
    const auto* text = std::get_if<std::string>(&name.data);
    const IndexSchema* index = text != nullptr ? table.schema.FindIndex(*text) : nullptr;
    if (index == nullptr) return false;
    table.backfilling_indexes.push_back(index->id);
  }
  return true;
}

}  // namespace basalt
