#include "engine/catalog/table_record.h"

#include <algorithm>
#include <utility>

#include "basalt/value_builder.h"
#include "engine/catalog/record_fields.h"
#include "engine/catalog/state_record.h"

namespace basalt {
namespace {

Map ToMap(const AttributeDefinition& definition) {
  Map map;
  SetText(map, "AttributeName", definition.attribute_name);
  SetEnum(map, "AttributeType", definition.attribute_type);
  return map;
}

AttributeDefinition ToDefinition(const Map& map) {
  return {GetText(map, "AttributeName").value_or(""),
          GetEnum<ScalarAttributeType>(map, "AttributeType").value_or(ScalarAttributeType::kS)};
}

Map ToMap(const Tag& tag) {
  Map map;
  SetText(map, "Key", tag.key);
  SetText(map, "Value", tag.value);
  return map;
}

Tag ToTag(const Map& map) {
  return {GetText(map, "Key").value_or(""), GetText(map, "Value").value_or("")};
}

Map ToMap(const Projection& projection) {
  Map map;
  if (projection.projection_type) SetEnum(map, "ProjectionType", *projection.projection_type);
  if (projection.non_key_attributes) {
    List names;
    for (const std::string& name : *projection.non_key_attributes) names.push_back({name});
    map["NonKeyAttributes"].data = std::move(names);
  }
  return map;
}

Projection ToProjection(const Map& map) {
  Projection projection{.projection_type = GetEnum<ProjectionType>(map, "ProjectionType"),
                        .non_key_attributes = std::nullopt};
  if (const List* names = GetAs<List>(map, "NonKeyAttributes")) {
    projection.non_key_attributes.emplace();
    for (const AttributeValue& name : *names) {
      if (const auto* text = std::get_if<std::string>(&name.data)) {
        projection.non_key_attributes->push_back(*text);
      }
    }
  }
  return projection;
}

void SetThroughput(Item& item, const ProvisionedThroughputDescription& throughput) {
  Map map;
  SetInt(map, "ReadCapacityUnits", throughput.read_capacity_units);
  SetInt(map, "WriteCapacityUnits", throughput.write_capacity_units);
  SetInt(map, "NumberOfDecreasesToday", throughput.number_of_decreases_today);
  if (throughput.last_increase) SetTime(map, "LastIncreaseDateTime", *throughput.last_increase);
  if (throughput.last_decrease) SetTime(map, "LastDecreaseDateTime", *throughput.last_decrease);
  SetMap(item, "ProvisionedThroughput", std::move(map));
}

ProvisionedThroughputDescription GetThroughput(const Item& item) {
  ProvisionedThroughputDescription throughput;
  const Map* map = GetAs<Map>(item, "ProvisionedThroughput");
  if (map == nullptr) return throughput;
  throughput.read_capacity_units = GetInt(*map, "ReadCapacityUnits").value_or(0);
  throughput.write_capacity_units = GetInt(*map, "WriteCapacityUnits").value_or(0);
  throughput.number_of_decreases_today = GetInt(*map, "NumberOfDecreasesToday").value_or(0);
  throughput.last_increase = GetTime(*map, "LastIncreaseDateTime");
  throughput.last_decrease = GetTime(*map, "LastDecreaseDateTime");
  return throughput;
}

// OnDemandThroughput and WarmThroughput, of tables and of indexes.
template <typename Described>
void SetLimits(Item& item, const Described& described) {
  if (const auto& limits = described.on_demand_throughput) {
    Map map;
    if (limits->max_read_request_units) {
      SetInt(map, "MaxReadRequestUnits", *limits->max_read_request_units);
    }
    if (limits->max_write_request_units) {
      SetInt(map, "MaxWriteRequestUnits", *limits->max_write_request_units);
    }
    SetMap(item, "OnDemandThroughput", std::move(map));
  }
  if (const auto& warm = described.warm_throughput) {
    Map map;
    if (warm->read_units_per_second)
      SetInt(map, "ReadUnitsPerSecond", *warm->read_units_per_second);
    if (warm->write_units_per_second) {
      SetInt(map, "WriteUnitsPerSecond", *warm->write_units_per_second);
    }
    SetMap(item, "WarmThroughput", std::move(map));
  }
}

template <typename Described>
void GetLimits(const Item& item, Described& described) {
  if (const Map* map = GetAs<Map>(item, "OnDemandThroughput")) {
    described.on_demand_throughput = {GetInt(*map, "MaxReadRequestUnits"),
                                      GetInt(*map, "MaxWriteRequestUnits")};
  }
  if (const Map* map = GetAs<Map>(item, "WarmThroughput")) {
    described.warm_throughput = {GetInt(*map, "ReadUnitsPerSecond"),
                                 GetInt(*map, "WriteUnitsPerSecond")};
  }
}

// What local and global indexes have in common.
template <typename Index>
Map IndexToMap(const Index& index) {
  Map map;
  SetText(map, "IndexName", index.index_name);
  SetKeySchema(map, index.key_schema);
  SetMap(map, "Projection", ToMap(index.projection));
  return map;
}

template <typename Index>
Index IndexFromMap(const Map& map) {
  Index index;
  index.index_name = GetText(map, "IndexName").value_or("");
  index.key_schema = GetKeySchema(map);
  if (const Map* projection = GetAs<Map>(map, "Projection")) {
    index.projection = ToProjection(*projection);
  }
  return index;
}

Map GlobalIndexToMap(const GlobalSecondaryIndexDescription& index) {
  Map map = IndexToMap(index);
  SetThroughput(map, index.provisioned_throughput);
  SetLimits(map, index);
  SetEnum(map, "IndexStatus", index.index_status);
  if (index.backfilling) SetBool(map, "Backfilling", *index.backfilling);
  return map;
}

GlobalSecondaryIndexDescription GlobalIndexFromMap(const Map& map) {
  auto index = IndexFromMap<GlobalSecondaryIndexDescription>(map);
  index.provisioned_throughput = GetThroughput(map);
  GetLimits(map, index);
  index.index_status = GetEnum<IndexStatus>(map, "IndexStatus").value_or(IndexStatus::kActive);
  index.backfilling = GetBool(map, "Backfilling");
  return index;
}

void SetSettings(Item& item, const TableDescription& table) {
  if (const auto& billing = table.billing_mode_summary) {
    Map map;
    SetEnum(map, "BillingMode", billing->billing_mode);
    if (billing->last_update_to_pay_per_request) {
      SetTime(map, "LastUpdateToPayPerRequestDateTime", *billing->last_update_to_pay_per_request);
    }
    SetMap(item, "BillingModeSummary", std::move(map));
  }
  if (const auto& stream = table.stream_specification) {
    Map map;
    SetBool(map, "StreamEnabled", stream->stream_enabled);
    if (stream->stream_view_type) SetEnum(map, "StreamViewType", *stream->stream_view_type);
    SetMap(item, "StreamSpecification", std::move(map));
  }
  if (table.latest_stream_label) SetText(item, "LatestStreamLabel", *table.latest_stream_label);
  if (const auto& sse = table.sse_description) {
    Map map;
    SetText(map, "Status", sse->status);
    if (sse->sse_type) SetEnum(map, "SSEType", *sse->sse_type);
    if (sse->kms_master_key_arn) SetText(map, "KMSMasterKeyArn", *sse->kms_master_key_arn);
    SetMap(item, "SSEDescription", std::move(map));
  }
  if (const auto& summary = table.table_class_summary) {
    Map map;
    SetEnum(map, "TableClass", summary->table_class);
    if (summary->last_update) SetTime(map, "LastUpdateDateTime", *summary->last_update);
    SetMap(item, "TableClassSummary", std::move(map));
  }
}

void GetSettings(const Item& item, TableDescription& table) {
  if (const Map* map = GetAs<Map>(item, "BillingModeSummary")) {
    table.billing_mode_summary = {
        GetEnum<BillingMode>(*map, "BillingMode").value_or(BillingMode::kProvisioned),
        GetTime(*map, "LastUpdateToPayPerRequestDateTime")};
  }
  if (const Map* map = GetAs<Map>(item, "StreamSpecification")) {
    table.stream_specification = {GetBool(*map, "StreamEnabled").value_or(false),
                                  GetEnum<StreamViewType>(*map, "StreamViewType")};
  }
  table.latest_stream_label = GetText(item, "LatestStreamLabel");
  if (const Map* map = GetAs<Map>(item, "SSEDescription")) {
    table.sse_description = {GetText(*map, "Status").value_or(""),
                             GetEnum<SseType>(*map, "SSEType"), GetText(*map, "KMSMasterKeyArn")};
  }
  if (const Map* map = GetAs<Map>(item, "TableClassSummary")) {
    table.table_class_summary = {
        GetEnum<TableClass>(*map, "TableClass").value_or(TableClass::kStandard),
        GetTime(*map, "LastUpdateDateTime")};
  }
}

TableDescription DescriptionFrom(const Item& item) {
  TableDescription table;
  table.table_name = GetText(item, "TableName").value_or("");
  table.table_id = GetText(item, "TableId").value_or("");
  table.creation_date_time = GetTime(item, "CreationDateTime").value_or(TimePoint());
  table.attribute_definitions =
      GetList<AttributeDefinition>(item, "AttributeDefinitions", ToDefinition);
  table.key_schema = GetKeySchema(item);
  table.provisioned_throughput = GetThroughput(item);
  table.local_secondary_indexes = GetList<LocalSecondaryIndexDescription>(
      item, "LocalSecondaryIndexes", IndexFromMap<LocalSecondaryIndexDescription>);
  table.global_secondary_indexes =
      GetList<GlobalSecondaryIndexDescription>(item, "GlobalSecondaryIndexes", GlobalIndexFromMap);
  table.deletion_protection_enabled = GetBool(item, "DeletionProtectionEnabled").value_or(false);
  GetLimits(item, table);
  GetSettings(item, table);
  return table;
}

// Whether every attribute of a key is defined and every index has its id.
bool IsComplete(const TableDescription& table, const IndexIds& index_ids) {
  const auto complete = [&](const std::vector<KeySchemaElement>& key) {
    return !key.empty() && std::ranges::all_of(key, [&](const KeySchemaElement& element) {
      return std::ranges::count(table.attribute_definitions, element.attribute_name,
                                &AttributeDefinition::attribute_name) > 0;
    });
  };
  const auto index_complete = [&](const auto& index) {
    return complete(index.key_schema) && index_ids.contains(index.index_name);
  };
  const auto global_complete = [&](const GlobalSecondaryIndexDescription& index) {
    return index.index_status == IndexStatus::kDeleting || index_complete(index);
  };
  return complete(table.key_schema) &&
         std::ranges::all_of(table.local_secondary_indexes, index_complete) &&
         std::ranges::all_of(table.global_secondary_indexes, global_complete);
}

std::optional<std::uint32_t> GetId(const Item& item, std::string_view name) {
  const auto id = GetInt(item, name);
  if (!id || *id < 1 || *id > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*id);
}

}  // namespace

Result<EncodedItem> EncodeTableRecord(const Table& table) {
  const TableDescription& description = table.description;
  Item item;
  SetInt(item, "Id", table.schema.id);
  Map index_ids;
  for (const IndexSchema& index : table.schema.indexes) SetInt(index_ids, index.name, index.id);
  SetMap(item, "IndexIds", std::move(index_ids));
  SetList(item, "Tags", table.tags, [](const Tag& tag) { return ToMap(tag); });

  SetText(item, "TableName", description.table_name);
  SetText(item, "TableId", description.table_id);
  SetTime(item, "CreationDateTime", description.creation_date_time);
  SetList(item, "AttributeDefinitions", description.attribute_definitions,
          [](const AttributeDefinition& definition) { return ToMap(definition); });
  SetKeySchema(item, description.key_schema);
  SetThroughput(item, description.provisioned_throughput);
  SetList(item, "LocalSecondaryIndexes", description.local_secondary_indexes,
          [](const LocalSecondaryIndexDescription& index) { return IndexToMap(index); });
  SetList(item, "GlobalSecondaryIndexes", description.global_secondary_indexes, GlobalIndexToMap);
  SetBool(item, "DeletionProtectionEnabled", description.deletion_protection_enabled);
  SetLimits(item, description);
  SetSettings(item, description);
  SetMap(item, "Features", EncodeFeatures(table.features));
  SetStates(item, table);
  return Encode(item);
}

Result<Table> DecodeTableRecord(std::string_view record) {
  const Error damaged{ErrorCode::kInternal, "a table's record in the catalog is damaged"};
  if (!ItemView::Check(record)) return damaged;
  const Item item = ToItem(ItemView(record));
  const auto id = GetId(item, "Id");
  const Map* ids = GetAs<Map>(item, "IndexIds");
  if (!id || ids == nullptr) return damaged;
  IndexIds index_ids;
  for (const auto& [name, value] : *ids) {
    const auto index_id = GetId(*ids, name);
    if (!index_id) return damaged;
    index_ids.emplace(name, *index_id);
  }
  TableDescription description = DescriptionFrom(item);
  if (!IsComplete(description, index_ids)) return damaged;
  Table table =
      MakeTable(std::move(description), GetList<Tag>(item, "Tags", ToTag), *id, index_ids);
  if (const Map* features = GetAs<Map>(item, "Features")) {
    table.features = DecodeFeatures(*features);
  }
  if (!GetStates(item, table)) return damaged;
  return table;
}

}  // namespace basalt
