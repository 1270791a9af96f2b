#include "engine/query/start_key.h"

#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "model/key/key_codec.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {
Result<EncodedItem> LastEvaluatedKey(const ReadTarget& target, ItemView item) {
  ValueBuilder builder;
  builder.BeginMap();
  for (const KeyAttribute& attribute : StartKeyAttributes(target)) {
    const auto value = item.Find(attribute.name);
    if (!value) continue;
    builder.Name(attribute.name);
    builder.Value(*value);
  }
  builder.EndMap();
  return std::move(builder).FinishItem();
}

bool FitsStartKeySchema(const ReadTarget& target, ItemView start_key) {
  const std::vector<KeyAttribute> attributes = StartKeyAttributes(target);
  if (start_key.attributes().size() != attributes.size()) return false;

  for (const KeyAttribute& attribute : attributes) {
    const auto value = start_key.Find(attribute.name);
    if (!value || value->type() != ValueTypeOf(attribute.type)) return false;
  }
  return true;
}

std::string StartRowKey(const ReadTarget& target, ItemView start_key) {
  const TableSchema& table = target.table->schema;
  if (!target.index) return ItemRowKey(table, start_key);
  return IndexRowKey(table, *target.index, start_key).value_or(std::string());
}

std::string PartitionPrefixOf(const ReadTarget& target, ItemView start_key) {
  std::string partition;
  for (const KeyAttribute& attribute : target.key().partition) {
    if (const auto value = start_key.Find(attribute.name)) AppendKeyValue(partition, *value);
  }
  return PartitionPrefix(target.id(), partition);
}

RowRange RowsBeyond(RowRange rows, std::string_view start_row, Direction direction) {
  if (direction == Direction::kForward) {
    rows.begin.assign(start_row);
    rows.begin.push_back('\0');  // The first key after it: no row's key is a prefix of another's.
  } else {
    rows.end.assign(start_row);
  }
  return rows;
}

}  // namespace basalt
