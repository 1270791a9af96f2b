#include "engine/items/write_plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/items/request_checks.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {
namespace {

Result<PlannedWrite> PlanByKey(const Table& table, ItemView key, const BoundWrite& bound,
                               ItemChange change) {
  if (auto fits = CheckKey(table.schema, key); !fits) return std::move(fits).error();
  return PlannedWrite{&table, ItemRowKey(table.schema, key), PointerTo(bound.condition), change};
}

Status CheckLeavesKeyAlone(const TableSchema& table, const Update& update) {
  const auto written = AttributesWritten(update);
  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      if (!written.contains(attribute.name)) continue;
      return ValidationError("One or more parameter values were invalid: Cannot update attribute " +
                             attribute.name + ". This attribute is part of the key");
    }
  }
  return Done{};
}

}  // namespace

Result<PlannedWrite> PlanPut(const Table& table, ItemView item, const BoundWrite& bound) {
  if (auto fits = CheckItemKey(table.schema, item); !fits) return std::move(fits).error();
  if (!table.schema.indexes.empty()) {
    auto fits = CheckIndexKeys(table.schema, item, WriteKind::kPut);
    if (!fits) return std::move(fits).error();
  }
  return PlannedWrite{&table, ItemRowKey(table.schema, item), PointerTo(bound.condition),
                      PutChange{item}};
}

Result<PlannedWrite> PlanDelete(const Table& table, ItemView key, const BoundWrite& bound) {
  return PlanByKey(table, key, bound, DeleteChange{});
}

Result<PlannedWrite> PlanCheck(const Table& table, ItemView key, const BoundWrite& bound) {
  return PlanByKey(table, key, bound, NoChange{});
}

Result<PlannedWrite> PlanUpdate(const Table& table, ItemView key, const BoundWrite& bound) {
  const Update* update = PointerTo(bound.update);
  auto plan = PlanByKey(table, key, bound, UpdateChange{update, key});
  if (!plan || !update) return plan;
  if (auto fits = CheckLeavesKeyAlone(table.schema, *update); !fits) {
    return std::move(fits).error();
  }
  return plan;
}

bool HasTypedKey(const TableSchema& table, ItemView item) {
  const auto has = [&](const KeyAttribute& attribute) {
    const std::optional<ValueView> value = item.Find(attribute.name);
    return value && value->type() == ValueTypeOf(attribute.type);
  };
  return std::ranges::all_of(table.key.partition, has) && std::ranges::all_of(table.key.sort, has);
}

}  // namespace basalt
