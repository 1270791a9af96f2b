// The structures that CreateTable, UpdateTable and TagResource requests are made of.
#pragma once

#include "basalt/table_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

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
inline constexpr std::string_view kShapeName<Tag> = "Tag";

// A key schema of one partition key and at most one sort key; those of global secondary indexes may
// be longer.
inline constexpr Constraint kKeySchemaConstraint{.min = 1, .max = 2};

// Members that make a table global, or change its replicas, are refused rather than ignored.
void RefuseGlobalTables(const Fields& fields);

void Describe(Fields& fields, AttributeDefinition& definition);
void Describe(Fields& fields, KeySchemaElement& element);
void Describe(Fields& fields, Projection& projection);
void Describe(Fields& fields, ProvisionedThroughput& throughput);
void Describe(Fields& fields, OnDemandThroughput& throughput);
void Describe(Fields& fields, WarmThroughput& throughput);
void Describe(Fields& fields, LocalSecondaryIndex& index);
void Describe(Fields& fields, GlobalSecondaryIndex& index);
void Describe(Fields& fields, StreamSpecification& stream);
void Describe(Fields& fields, SseSpecification& encryption);
void Describe(Fields& fields, Tag& tag);

}  // namespace basalt::wire
