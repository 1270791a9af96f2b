#include "engine/query/read_target.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/catalog/table_states.h"
#include "engine/items/request_checks.h"
#include "index/index_plan.h"

namespace basalt {
namespace {

bool HasAttribute(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  return std::ranges::find(attributes, name, &KeyAttribute::name) != attributes.end();
}

}  // namespace

bool ReadTarget::Projects(std::string_view attribute) const {
  return !index || IsProjected(table->schema, *index, attribute);
}

Result<ReadTarget> FindReadTarget(const Catalog& catalog, const ReadPage& request) {
  auto table = FindTable(catalog, request.table_name);
  if (!table) return table.error();

  ReadTarget target{.table = *std::move(table)};
  if (!request.index_name) return target;

  target.index = target.table->schema.FindIndex(*request.index_name);
  if (!target.index) {
    return ValidationError("The table does not have the specified index: " + *request.index_name);
  }
  if (!target.is_global_index()) return target;
  if (IsOnItsWay(*target.table, target.index->name)) {
    return ValidationError("Cannot read from backfilling global secondary index: " +
                           target.index->name);
  }

  if (request.consistent_read) {
    return ValidationError("Consistent reads are not supported on global secondary indexes");
  }
  return target;
}

Status CheckSelectOf(const ReadTarget& target, const ReadPage& request) {
  if (!target.is_global_index() || request.select != Select::kAllAttributes ||
      target.index->projection == ProjectionType::kAll) {
    return Done{};
  }
  return ValidationError(
      "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported "
      "for global secondary index " +
      target.index->name + " because its projection type is not ALL");
}

std::vector<KeyAttribute> StartKeyAttributes(const ReadTarget& target) {
  std::vector<KeyAttribute> attributes;
  const auto add = [&](const std::vector<KeyAttribute>& more) {
    for (const KeyAttribute& attribute : more) {
      if (!HasAttribute(attributes, attribute.name)) attributes.push_back(attribute);
    }
  };
  add(target.key().partition);
  add(target.key().sort);
  add(target.table->schema.key.partition);
  add(target.table->schema.key.sort);
  return attributes;
}

}  // namespace basalt
