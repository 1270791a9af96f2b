#include "wire/operations/tables/table_fields.h"

#include <array>
#include <string>
#include <string_view>

namespace basalt::wire {
namespace {

constexpr Constraint kKeyAttributeNameConstraint{.min = 1, .max = 255};
constexpr Constraint kNonKeyAttributesConstraint{.min = 1, .max = 20};

constexpr std::array<std::string_view, 6> kGlobalTableMembers = {
    "ReplicaUpdates",
    "MultiRegionConsistency",
    "GlobalTableWitnessUpdates",
    "GlobalTableSettingsReplicationMode",
    "GlobalTableSourceArn",
    "Replicas"};

}  // namespace

void RefuseGlobalTables(const Fields& fields) {
  for (const std::string_view member : kGlobalTableMembers) {
    if (!fields.Has(member)) continue;
    fields.Object("One or more parameter values were invalid: " + std::string(member) +
                  " is not supported: global tables are not available here");
  }
}

void Describe(Fields& fields, AttributeDefinition& definition) {
  fields.Required("AttributeName", definition.attribute_name, kKeyAttributeNameConstraint);
  fields.Required("AttributeType", definition.attribute_type);
}

void Describe(Fields& fields, KeySchemaElement& element) {
  fields.Required("AttributeName", element.attribute_name, kKeyAttributeNameConstraint);
  fields.Required("KeyType", element.key_type);
}

void Describe(Fields& fields, Projection& projection) {
  fields.Optional("ProjectionType", projection.projection_type);
  fields.Optional("NonKeyAttributes", projection.non_key_attributes, kNonKeyAttributesConstraint);
}

void Describe(Fields& fields, ProvisionedThroughput& throughput) {
  fields.Required("WriteCapacityUnits", throughput.write_capacity_units, kNotEmpty);
  fields.Required("ReadCapacityUnits", throughput.read_capacity_units, kNotEmpty);
}

void Describe(Fields& fields, OnDemandThroughput& throughput) {
  fields.Optional("MaxReadRequestUnits", throughput.max_read_request_units);
  fields.Optional("MaxWriteRequestUnits", throughput.max_write_request_units);
}

void Describe(Fields& fields, WarmThroughput& throughput) {
  fields.Optional("ReadUnitsPerSecond", throughput.read_units_per_second);
  fields.Optional("WriteUnitsPerSecond", throughput.write_units_per_second);
}

void Describe(Fields& fields, LocalSecondaryIndex& index) {
  fields.Required("IndexName", index.index_name, kNameConstraint);
  fields.Required("KeySchema", index.key_schema, kKeySchemaConstraint);
  fields.Required("Projection", index.projection);
}

void Describe(Fields& fields, GlobalSecondaryIndex& index) {
  fields.Required("KeySchema", index.key_schema, kNotEmpty);
  fields.Required("Projection", index.projection);
  fields.Required("IndexName", index.index_name, kNameConstraint);
  fields.Optional("ProvisionedThroughput", index.provisioned_throughput);
  fields.Optional("OnDemandThroughput", index.on_demand_throughput);
  fields.Optional("WarmThroughput", index.warm_throughput);
}

void Describe(Fields& fields, StreamSpecification& stream) {
  fields.Required("StreamEnabled", stream.stream_enabled);
  fields.Optional("StreamViewType", stream.stream_view_type);
}

void Describe(Fields& fields, SseSpecification& encryption) {
  fields.Optional("Enabled", encryption.enabled);
  fields.Optional("SSEType", encryption.sse_type);
  fields.Optional("KMSMasterKeyId", encryption.kms_master_key_id);
}

void Describe(Fields& fields, Tag& tag) {
  fields.Required("Key", tag.key, {.min = 1, .max = 128});
  fields.Required("Value", tag.value, {.max = 256});
}

}  // namespace basalt::wire
