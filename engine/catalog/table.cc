#include "engine/catalog/table.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace basalt {
namespace {

KeySchema MakeKeySchema(const std::vector<KeySchemaElement>& elements,
                        const std::vector<AttributeDefinition>& definitions) {
  KeySchema key;
  for (const KeySchemaElement& element : elements) {
    const auto definition = std::ranges::find(definitions, element.attribute_name,
                                              &AttributeDefinition::attribute_name);
    auto& part = element.key_type == KeyType::kHash ? key.partition : key.sort;
    part.push_back({element.attribute_name, definition->attribute_type});
  }
  return key;
}

IndexSchema MakeIndex(std::string name, IndexKind kind, IndexId id, KeySchema key,
                      const Projection& projection) {
  return {.id = id,
          .name = std::move(name),
          .kind = kind,
          .key = std::move(key),
          .projection = projection.projection_type.value_or(ProjectionType::kAll),
          .non_key_attributes = projection.non_key_attributes.value_or(std::vector<std::string>())};
}

TableSchema MakeSchema(const TableDescription& description, TableId id, const IndexIds& index_ids) {
  const auto& definitions = description.attribute_definitions;
  TableSchema schema{.id = id,
                     .name = description.table_name,
                     .key = MakeKeySchema(description.key_schema, definitions),
                     .indexes = {}};
  for (const auto& index : description.local_secondary_indexes) {
    schema.indexes.push_back(
        MakeIndex(index.index_name, IndexKind::kLocal, index_ids.find(index.index_name)->second,
                  MakeKeySchema(index.key_schema, definitions), index.projection));
  }
  for (const auto& index : description.global_secondary_indexes) {
    if (index.index_status == IndexStatus::kDeleting) continue;
    schema.indexes.push_back(
        MakeIndexSchema(index, definitions, index_ids.find(index.index_name)->second));
  }
  return schema;
}

}  // namespace

Table MakeTable(TableDescription description, std::vector<Tag> tags, TableId id,
                const IndexIds& index_ids) {
  Table table;
  table.schema = MakeSchema(description, id, index_ids);
  table.description = std::move(description);
  table.tags = std::move(tags);
  table.gate = std::make_shared<TableGate>();
  table.counters = std::make_shared<Counters>();
  for (const IndexSchema& index : table.schema.indexes) {
    table.index_counters.emplace(index.id, std::make_shared<Counters>());
  }
  return table;
}

Table WithDescription(const Table& table, TableDescription description, const IndexIds& index_ids) {
  Table changed = MakeTable(std::move(description), table.tags, table.schema.id, index_ids);
  changed.features = table.features;
  std::erase_if(changed.features.contributor_insights, [&](const auto& entry) {
    return !entry.first.empty() && changed.schema.FindIndex(entry.first) == nullptr;
  });
  changed.key_traffic = table.key_traffic;
  FollowKeyTraffic(changed);
  changed.gate = table.gate;
  changed.counters = table.counters;
  for (auto& [id, counters] : changed.index_counters) {
    const auto known = table.index_counters.find(id);
    if (known != table.index_counters.end()) counters = known->second;
  }
  changed.transition = table.transition;
  changed.index_transitions = table.index_transitions;
  std::ranges::copy_if(table.backfilling_indexes, std::back_inserter(changed.backfilling_indexes),
                       [&](IndexId id) { return changed.index_counters.contains(id); });
  return changed;
}

void FollowKeyTraffic(Table& table) {
  decltype(table.key_traffic) followed;
  for (const auto& [index_name, insights] : table.features.contributor_insights) {
    const bool counts = insights.status == ContributorInsightsStatus::kEnabled &&
                        insights.mode == ContributorInsightsMode::kAccessedAndThrottledKeys;
    const IndexSchema* index = table.schema.FindIndex(index_name);
    if (!counts || (!index_name.empty() && index == nullptr)) continue;
    const std::uint32_t id = index != nullptr ? index->id : table.schema.id;
    const auto known = table.key_traffic.find(id);
    followed.emplace(
        id, known != table.key_traffic.end()
                ? known->second
                : std::make_shared<KeyTraffic>(index != nullptr ? index->key : table.schema.key));
  }
  table.key_traffic = std::move(followed);
}

IndexIds IndexIdsOf(const TableSchema& schema) {
  IndexIds ids;
  for (const IndexSchema& index : schema.indexes) ids.emplace(index.name, index.id);
  return ids;
}

TableDescription DescribeNow(const Table& table) {
  TableDescription description = table.description;
  const CounterDelta size = table.counters->Read();
  description.item_count = size.items;
  description.table_size_bytes = size.bytes;

  const auto fill = [&](auto& index) {
    const IndexSchema* schema = table.schema.FindIndex(index.index_name);
    if (schema == nullptr) return;  // It is being deleted: what it had is no longer counted.
    const CounterDelta index_size = table.index_counters.at(schema->id)->Read();
    index.item_count = index_size.items;
    index.index_size_bytes = index_size.bytes;
  };
  std::ranges::for_each(description.local_secondary_indexes, fill);
  std::ranges::for_each(description.global_secondary_indexes, fill);
  return description;
}

void SetArns(TableDescription& description, const Account& account) {
  const std::string& name = description.table_name;
  description.table_arn = account.TableArn(name);
  for (auto& index : description.local_secondary_indexes) {
    index.index_arn = account.IndexArn(name, index.index_name);
  }
  for (auto& index : description.global_secondary_indexes) {
    index.index_arn = account.IndexArn(name, index.index_name);
  }
  if (description.latest_stream_label) {
    description.latest_stream_arn = account.StreamArn(name, *description.latest_stream_label);
  }
}

IndexSchema MakeIndexSchema(const GlobalSecondaryIndexDescription& index,
                            const std::vector<AttributeDefinition>& definitions, IndexId id) {
  return MakeIndex(index.index_name, IndexKind::kGlobal, id,
                   MakeKeySchema(index.key_schema, definitions), index.projection);
}

}  // namespace basalt
