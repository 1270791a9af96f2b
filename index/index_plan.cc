#include "index/index_plan.h"

#include <algorithm>
#include <utility>

#include "basalt/value_builder.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {
namespace {

bool Names(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  return std::ranges::any_of(attributes,
                             [&](const KeyAttribute& attribute) { return attribute.name == name; });
}

bool Names(const KeySchema& key, std::string_view name) {
  return Names(key.partition, name) || Names(key.sort, name);
}

EncodedItem Part(const TableSchema& table, const IndexSchema& index, ItemView item) {
  ValueBuilder builder;
  builder.BeginMap();
  for (const Attribute attribute : item.attributes()) {
    if (!IsProjected(table, index, attribute.name)) continue;
    builder.Name(attribute.name);
    builder.Value(attribute.value);
  }
  builder.EndMap();
  return *std::move(builder).FinishItem();  // Parts of a well-formed item are well-formed.
}

// Whether the index keeps the same of both items, found without building either row.
bool KeepsTheSame(const TableSchema& table, const IndexSchema& index, ItemView before,
                  ItemView after) {
  if (before == after) return true;
  if (index.projection == ProjectionType::kAll) return false;

  const auto same = [&](std::string_view name) { return before.Find(name) == after.Find(name); };
  const auto same_key = [&](const std::vector<KeyAttribute>& attributes) {
    return std::ranges::all_of(attributes, same, &KeyAttribute::name);
  };
  return same_key(index.key.partition) && same_key(index.key.sort) &&
         same_key(table.key.partition) && same_key(table.key.sort) &&
         std::ranges::all_of(index.non_key_attributes, same);
}

}  // namespace

bool IsProjected(const TableSchema& table, const IndexSchema& index, std::string_view attribute) {
  if (index.projection == ProjectionType::kAll) return true;
  return Names(index.key, attribute) || Names(table.key, attribute) ||
         (index.projection == ProjectionType::kInclude &&
          std::ranges::find(index.non_key_attributes, attribute) != index.non_key_attributes.end());
}

std::optional<IndexRow> IndexRowOf(const TableSchema& table, const IndexSchema& index,
                                   ItemView item) {
  if (!HasIndexKey(index, item)) return std::nullopt;
  std::optional<std::string> key = IndexRowKey(table, index, item);
  if (!key) return std::nullopt;
  if (index.projection == ProjectionType::kAll) return IndexRow(*std::move(key), item);
  return IndexRow(*std::move(key), Part(table, index, item));
}

IndexChange PlanIndexChange(const TableSchema& table, const IndexSchema& index,
                            const std::optional<ItemView>& before,
                            const std::optional<ItemView>& after) {
  if (before && after && KeepsTheSame(table, index, *before, *after)) return {};

  IndexChange change;
  if (before) change.removed = IndexRowOf(table, index, *before);
  if (after) change.added = IndexRowOf(table, index, *after);

  if (change.removed && change.added && change.removed->key() == change.added->key()) {
    change.replaced_bytes = change.removed->projection().size_bytes();
    change.removed.reset();  // The new row overwrites the old one.
  }
  return change;
}

}  // namespace basalt
