// CreateTable, UpdateTable, DeleteTable, DescribeTable and ListTables, and the structures that
// tables are made of.
#pragma once

#include <array>
#include <string_view>

#include "basalt/table_requests.h"
#include "protocol/shape.h"
#include "protocol/shapes/tags.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<AttributeDefinition> = "AttributeDefinition";
template <>
inline constexpr std::string_view kShapeName<KeySchemaElement> = "KeySchemaElement";
template <>
inline constexpr std::string_view kShapeName<Projection> = "Projection";
template <>
inline constexpr std::string_view kShapeName<ProvisionedThroughput> = "ProvisionedThroughput";
template <>
inline constexpr std::string_view kShapeName<OnDemandThroughput> = "OnDemandThroughput";
template <>
inline constexpr std::string_view kShapeName<WarmThroughput> = "WarmThroughput";
template <>
inline constexpr std::string_view kShapeName<LocalSecondaryIndex> = "LocalSecondaryIndex";
template <>
inline constexpr std::string_view kShapeName<GlobalSecondaryIndex> = "GlobalSecondaryIndex";
template <>
inline constexpr std::string_view kShapeName<StreamSpecification> = "StreamSpecification";
template <>
inline constexpr std::string_view kShapeName<SseSpecification> = "SSESpecification";
template <>
inline constexpr std::string_view kShapeName<GlobalSecondaryIndexUpdate> =
    "GlobalSecondaryIndexUpdate";
template <>
inline constexpr std::string_view kShapeName<CreateGlobalSecondaryIndex> =
    "CreateGlobalSecondaryIndexAction";
template <>
inline constexpr std::string_view kShapeName<UpdateGlobalSecondaryIndex> =
    "UpdateGlobalSecondaryIndexAction";
template <>
inline constexpr std::string_view kShapeName<DeleteGlobalSecondaryIndex> =
    "DeleteGlobalSecondaryIndexAction";
template <>
inline constexpr HashBuckets kViolationOrder<ListTablesRequest>{16};

// A key schema of one partition key and at most one sort key; those of global secondary indexes
// have up to four attributes of either role.
inline constexpr Constraint kKeySchemaConstraint = Length(1, 2);
inline constexpr Constraint kGlobalIndexKeySchemaConstraint = Length(1, 8);
inline constexpr Constraint kKeyAttributeNameConstraint = Length(1, 255);

inline constexpr std::string_view kNoGlobalTables = "global tables are not available here";
inline constexpr std::string_view kNoVectorIndexes = "vector indexes are not available here";
// Not all of them are members of either request; all are refused.
inline constexpr std::array<std::string_view, 6> kGlobalTableMembers = {
    "ReplicaUpdates",
    "MultiRegionConsistency",
    "GlobalTableWitnessUpdates",
    "GlobalTableSettingsReplicationMode",
    "GlobalTableSourceArn",
    "Replicas"};

void Describe(auto& shape, Of<AttributeDefinition> auto& definition) {
  shape.Required("AttributeName", definition.attribute_name, kKeyAttributeNameConstraint);
  shape.Required("AttributeType", definition.attribute_type);
}

void Describe(auto& shape, Of<KeySchemaElement> auto& element) {
  shape.Required("AttributeName", element.attribute_name, kKeyAttributeNameConstraint);
  shape.Required("KeyType", element.key_type);
}

void Describe(auto& shape, Of<Projection> auto& projection) {
  shape.Optional("ProjectionType", projection.projection_type);
  shape.Optional("NonKeyAttributes", projection.non_key_attributes,
                 Constraint{.min = 1, .max = 20, .element_max = 255});
}

void Describe(auto& shape, Of<ProvisionedThroughput> auto& throughput) {
  shape.Required("WriteCapacityUnits", throughput.write_capacity_units, kNotEmpty);
  shape.Required("ReadCapacityUnits", throughput.read_capacity_units, kNotEmpty);
}

void Describe(auto& shape, Of<OnDemandThroughput> auto& throughput) {
  shape.Optional("MaxReadRequestUnits", throughput.max_read_request_units);
  shape.Optional("MaxWriteRequestUnits", throughput.max_write_request_units);
}

void Describe(auto& shape, Of<WarmThroughput> auto& throughput) {
  shape.Optional("ReadUnitsPerSecond", throughput.read_units_per_second, kNotEmpty);
  shape.Optional("WriteUnitsPerSecond", throughput.write_units_per_second, kNotEmpty);
}

void Describe(auto& shape, Of<LocalSecondaryIndex> auto& index) {
  shape.Required("IndexName", index.index_name, kNameConstraint);
  shape.Required("KeySchema", index.key_schema, kKeySchemaConstraint);
  shape.Required("Projection", index.projection);
}

void DescribeGlobalIndex(auto& shape, auto& index) {
  shape.Required("KeySchema", index.key_schema, kGlobalIndexKeySchemaConstraint);
  shape.Required("Projection", index.projection);
  shape.Required("IndexName", index.index_name, kNameConstraint);
  shape.Optional("ProvisionedThroughput", index.provisioned_throughput);
  shape.Optional("OnDemandThroughput", index.on_demand_throughput);
  shape.Optional("WarmThroughput", index.warm_throughput);
}

void Describe(auto& shape, Of<GlobalSecondaryIndex> auto& index) {
  DescribeGlobalIndex(shape, index);
}

void Describe(auto& shape, Of<CreateGlobalSecondaryIndex> auto& index) {
  DescribeGlobalIndex(shape, index);
}

void Describe(auto& shape, Of<UpdateGlobalSecondaryIndex> auto& update) {
  shape.Required("IndexName", update.index_name, kNameConstraint);
  shape.Optional("ProvisionedThroughput", update.provisioned_throughput);
  shape.Optional("OnDemandThroughput", update.on_demand_throughput);
  shape.Optional("WarmThroughput", update.warm_throughput);
}

void Describe(auto& shape, Of<DeleteGlobalSecondaryIndex> auto& deletion) {
  shape.Required("IndexName", deletion.index_name, kNameConstraint);
}

void Describe(auto& shape, Of<GlobalSecondaryIndexUpdate> auto& update) {
  shape.OneOf(update, OneOfTexts{}, Alternative<UpdateGlobalSecondaryIndex>{"Update"},
              Alternative<CreateGlobalSecondaryIndex>{"Create"},
              Alternative<DeleteGlobalSecondaryIndex>{"Delete"});
}

void Describe(auto& shape, Of<StreamSpecification> auto& stream) {
  shape.Required("StreamEnabled", stream.stream_enabled);
  shape.Optional("StreamViewType", stream.stream_view_type);
}

void Describe(auto& shape, Of<SseSpecification> auto& encryption) {
  shape.Optional("Enabled", encryption.enabled);
  shape.Optional("SSEType", encryption.sse_type);
  shape.Optional("KMSMasterKeyId", encryption.kms_master_key_id);
}

void Describe(auto& shape, Of<CreateTableRequest> auto& request) {
  shape.Optional("BillingMode", request.billing_mode);
  shape.Optional("ProvisionedThroughput", request.provisioned_throughput);
  shape.TableName(request.table_name, TableNameRule::kNewTable);
  shape.Required("KeySchema", request.key_schema, kKeySchemaConstraint);
  shape.Required("AttributeDefinitions", request.attribute_definitions);
  shape.Optional("GlobalSecondaryIndexes", request.global_secondary_indexes);
  shape.Optional("LocalSecondaryIndexes", request.local_secondary_indexes);
  shape.Optional("StreamSpecification", request.stream_specification);
  shape.Optional("SSESpecification", request.sse_specification);
  shape.Optional("Tags", request.tags);
  shape.Optional("TableClass", request.table_class);
  shape.Optional("DeletionProtectionEnabled", request.deletion_protection_enabled);
  shape.Optional("OnDemandThroughput", request.on_demand_throughput);
  shape.Optional("WarmThroughput", request.warm_throughput);
  shape.Optional("ResourcePolicy", request.resource_policy);
  shape.Unsupported("VectorIndexes", kNoVectorIndexes);
  for (const std::string_view name : kGlobalTableMembers) shape.Unsupported(name, kNoGlobalTables);
}

void Describe(auto& shape, Of<UpdateTableRequest> auto& request) {
  shape.Optional("BillingMode", request.billing_mode);
  shape.Optional("ProvisionedThroughput", request.provisioned_throughput);
  shape.TableName(request.table_name, TableNameRule::kTables);
  shape.Optional("AttributeDefinitions", request.attribute_definitions);
  shape.Optional("GlobalSecondaryIndexUpdates", request.global_secondary_index_updates);
  shape.Optional("StreamSpecification", request.stream_specification);
  shape.Optional("SSESpecification", request.sse_specification);
  shape.Optional("TableClass", request.table_class);
  shape.Optional("DeletionProtectionEnabled", request.deletion_protection_enabled);
  shape.Optional("OnDemandThroughput", request.on_demand_throughput);
  shape.Optional("WarmThroughput", request.warm_throughput);
  shape.Unsupported("VectorIndexUpdates", kNoVectorIndexes);
  shape.Unsupported("DisassociationProtectionEnabled", kNoGlobalTables);
  for (const std::string_view name : kGlobalTableMembers) shape.Unsupported(name, kNoGlobalTables);
}

void Describe(auto& shape, Of<DeleteTableRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
}

void Describe(auto& shape, Of<DescribeTableRequest> auto& request) {
  shape.TableName(request.table_name, TableNameRule::kTables);
}

void Describe(auto& shape, Of<ListTablesRequest> auto& request) {
  shape.Optional("ExclusiveStartTableName", request.exclusive_start_table_name, kNameConstraint);
  shape.Optional("Limit", request.limit, IntegerRange(1, 100));
}

}  // namespace basalt::protocol
