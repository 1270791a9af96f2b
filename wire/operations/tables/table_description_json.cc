#include "wire/operations/tables/table_description_json.h"

#include <optional>
#include <vector>

#include "wire/json/json_writer.h"

namespace basalt::wire {
namespace {

void AppendKeySchema(JsonObject& object, const std::vector<KeySchemaElement>& key_schema) {
  JsonArray array(object.Member("KeySchema"));
  for (const KeySchemaElement& element : key_schema) {
    JsonObject member(array.Element());
    member.String("AttributeName", element.attribute_name);
    member.String("KeyType", NameOf(element.key_type));
  }
}

void AppendProjection(JsonObject& object, const Projection& projection) {
  JsonObject member(object.Member("Projection"));
  if (projection.non_key_attributes) {
    JsonArray names(member.Member("NonKeyAttributes"));
    for (const std::string& name : *projection.non_key_attributes) {
      AppendJsonString(names.Element(), name);
    }
  }
  if (projection.projection_type) {
    member.String("ProjectionType", NameOf(*projection.projection_type));
  }
}

void AppendThroughput(JsonObject& object, const ProvisionedThroughputDescription& throughput) {
  JsonObject member(object.Member("ProvisionedThroughput"));
  if (throughput.last_decrease) member.Time("LastDecreaseDateTime", *throughput.last_decrease);
  if (throughput.last_increase) member.Time("LastIncreaseDateTime", *throughput.last_increase);
  member.Integer("NumberOfDecreasesToday", throughput.number_of_decreases_today);
  member.Integer("ReadCapacityUnits", throughput.read_capacity_units);
  member.Integer("WriteCapacityUnits", throughput.write_capacity_units);
}

void AppendOnDemand(JsonObject& object, const std::optional<OnDemandThroughput>& throughput) {
  if (!throughput) return;
  JsonObject member(object.Member("OnDemandThroughput"));
  if (throughput->max_read_request_units) {
    member.Integer("MaxReadRequestUnits", *throughput->max_read_request_units);
  }
  if (throughput->max_write_request_units) {
    member.Integer("MaxWriteRequestUnits", *throughput->max_write_request_units);
  }
}

void AppendWarm(JsonObject& object, const std::optional<WarmThroughput>& throughput) {
  if (!throughput) return;
  JsonObject member(object.Member("WarmThroughput"));
  if (throughput->read_units_per_second) {
    member.Integer("ReadUnitsPerSecond", *throughput->read_units_per_second);
  }
  member.String("Status", "ACTIVE");
  if (throughput->write_units_per_second) {
    member.Integer("WriteUnitsPerSecond", *throughput->write_units_per_second);
  }
}

void AppendIndex(std::string& out, const GlobalSecondaryIndexDescription& index) {
  JsonObject object(out);
  if (index.backfilling) object.Bool("Backfilling", *index.backfilling);
  object.String("IndexArn", index.index_arn);
  object.String("IndexName", index.index_name);
  object.Integer("IndexSizeBytes", index.index_size_bytes);
  object.String("IndexStatus", NameOf(index.index_status));
  object.Integer("ItemCount", index.item_count);
  AppendKeySchema(object, index.key_schema);
  AppendOnDemand(object, index.on_demand_throughput);
  AppendProjection(object, index.projection);
  AppendThroughput(object, index.provisioned_throughput);
  AppendWarm(object, index.warm_throughput);
}

void AppendIndex(std::string& out, const LocalSecondaryIndexDescription& index) {
  JsonObject object(out);
  object.String("IndexArn", index.index_arn);
  object.String("IndexName", index.index_name);
  object.Integer("IndexSizeBytes", index.index_size_bytes);
  object.Integer("ItemCount", index.item_count);
  AppendKeySchema(object, index.key_schema);
  AppendProjection(object, index.projection);
}

template <typename Description>
void AppendIndexes(JsonObject& object, std::string_view name,
                   const std::vector<Description>& indexes) {
  if (indexes.empty()) return;
  JsonArray array(object.Member(name));
  for (const Description& index : indexes) AppendIndex(array.Element(), index);
}

void AppendAttributeDefinitions(JsonObject& object,
                                const std::vector<AttributeDefinition>& definitions) {
  JsonArray array(object.Member("AttributeDefinitions"));
  for (const AttributeDefinition& definition : definitions) {
    JsonObject member(array.Element());
    member.String("AttributeName", definition.attribute_name);
    member.String("AttributeType", NameOf(definition.attribute_type));
  }
}

void AppendBillingMode(JsonObject& object, const std::optional<BillingModeSummary>& summary) {
  if (!summary) return;
  JsonObject member(object.Member("BillingModeSummary"));
  member.String("BillingMode", NameOf(summary->billing_mode));
  if (summary->last_update_to_pay_per_request) {
    member.Time("LastUpdateToPayPerRequestDateTime", *summary->last_update_to_pay_per_request);
  }
}

void AppendEncryption(JsonObject& object, const std::optional<SseDescription>& description) {
  if (!description) return;
  JsonObject member(object.Member("SSEDescription"));
  if (description->kms_master_key_arn) {
    member.String("KMSMasterKeyArn", *description->kms_master_key_arn);
  }
  if (description->sse_type) member.String("SSEType", NameOf(*description->sse_type));
  member.String("Status", description->status);
}

void AppendStream(JsonObject& object, const std::optional<StreamSpecification>& stream) {
  if (!stream) return;
  JsonObject member(object.Member("StreamSpecification"));
  member.Bool("StreamEnabled", stream->stream_enabled);
  if (stream->stream_view_type) member.String("StreamViewType", NameOf(*stream->stream_view_type));
}

void AppendTableClass(JsonObject& object, const std::optional<TableClassSummary>& summary) {
  if (!summary) return;
  JsonObject member(object.Member("TableClassSummary"));
  if (summary->last_update) member.Time("LastUpdateDateTime", *summary->last_update);
  member.String("TableClass", NameOf(summary->table_class));
}

}  // namespace

void AppendTableDescription(std::string& out, const TableDescription& table) {
  JsonObject object(out);
  AppendAttributeDefinitions(object, table.attribute_definitions);
  AppendBillingMode(object, table.billing_mode_summary);
  object.Time("CreationDateTime", table.creation_date_time);
  object.Bool("DeletionProtectionEnabled", table.deletion_protection_enabled);
  AppendIndexes(object, "GlobalSecondaryIndexes", table.global_secondary_indexes);
  object.Integer("ItemCount", table.item_count);
  AppendKeySchema(object, table.key_schema);
  if (table.latest_stream_arn) object.String("LatestStreamArn", *table.latest_stream_arn);
  if (table.latest_stream_label) object.String("LatestStreamLabel", *table.latest_stream_label);
  AppendIndexes(object, "LocalSecondaryIndexes", table.local_secondary_indexes);
  AppendOnDemand(object, table.on_demand_throughput);
  AppendThroughput(object, table.provisioned_throughput);
  AppendEncryption(object, table.sse_description);
  AppendStream(object, table.stream_specification);
  object.String("TableArn", table.table_arn);
  AppendTableClass(object, table.table_class_summary);
  object.String("TableId", table.table_id);
  object.String("TableName", table.table_name);
  object.Integer("TableSizeBytes", table.table_size_bytes);
  object.String("TableStatus", NameOf(table.table_status));
  AppendWarm(object, table.warm_throughput);
}

std::string TableReply(std::string_view member, const TableDescription& table) {
  std::string out;
  {
    JsonObject reply(out);
    AppendTableDescription(reply.Member(member), table);
  }
  return out;
}

}  // namespace basalt::wire
