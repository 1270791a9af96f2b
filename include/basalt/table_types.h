// The parts that table requests and table descriptions are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "basalt/clock.h"
#include "basalt/enums.h"

namespace basalt {

struct AttributeDefinition {
  std::string attribute_name;
  ScalarAttributeType attribute_type = ScalarAttributeType::kS;
  friend bool operator==(const AttributeDefinition&, const AttributeDefinition&) = default;
};

struct KeySchemaElement {
  std::string attribute_name;
  KeyType key_type = KeyType::kHash;
  friend bool operator==(const KeySchemaElement&, const KeySchemaElement&) = default;
};

struct Projection {
  std::optional<ProjectionType> projection_type;
  std::optional<std::vector<std::string>> non_key_attributes;
};

struct ProvisionedThroughput {
  std::int64_t read_capacity_units = 0;
  std::int64_t write_capacity_units = 0;
  friend bool operator==(const ProvisionedThroughput&, const ProvisionedThroughput&) = default;
};

// -1 removes a maximum.
struct OnDemandThroughput {
  std::optional<std::int64_t> max_read_request_units;
  std::optional<std::int64_t> max_write_request_units;
};

struct WarmThroughput {
  std::optional<std::int64_t> read_units_per_second;
  std::optional<std::int64_t> write_units_per_second;
};

struct LocalSecondaryIndex {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
};

struct GlobalSecondaryIndex {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;  // Up to four HASH, then up to four RANGE.
  Projection projection;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};

struct StreamSpecification {
  bool stream_enabled = false;
  std::optional<StreamViewType> stream_view_type;
};

struct SseSpecification {
  std::optional<bool> enabled;
  std::optional<SseType> sse_type;
  std::optional<std::string> kms_master_key_id;
};

struct Tag {
  std::string key;
  std::string value;
};

struct ProvisionedThroughputDescription : ProvisionedThroughput {
  std::optional<TimePoint> last_increase;
  std::optional<TimePoint> last_decrease;
  std::int64_t number_of_decreases_today = 0;
};

struct LocalSecondaryIndexDescription : LocalSecondaryIndex {
  std::string index_arn;
  std::int64_t index_size_bytes = 0;
  std::int64_t item_count = 0;
};

struct GlobalSecondaryIndexDescription {
  std::string index_name;
  std::vector<KeySchemaElement> key_schema;
  Projection projection;
  IndexStatus index_status = IndexStatus::kActive;
  // While UpdateTable creates the index: whether its rows are being built, which comes second.
  std::optional<bool> backfilling;
  ProvisionedThroughputDescription provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  std::string index_arn;
  std::int64_t index_size_bytes = 0;
  std::int64_t item_count = 0;
};

struct BillingModeSummary {
  BillingMode billing_mode = BillingMode::kPayPerRequest;
  std::optional<TimePoint> last_update_to_pay_per_request;
};

struct SseDescription {
  std::string status;  // "ENABLED", ...
  std::optional<SseType> sse_type;
  std::optional<std::string> kms_master_key_arn;
};

struct TableClassSummary {
  TableClass table_class = TableClass::kStandard;
  std::optional<TimePoint> last_update;
};

struct TableDescription {
  std::string table_name;
  std::vector<AttributeDefinition> attribute_definitions;
  std::vector<KeySchemaElement> key_schema;
  TableStatus table_status = TableStatus::kActive;
  TimePoint creation_date_time;
  ProvisionedThroughputDescription provisioned_throughput;
  std::int64_t table_size_bytes = 0;  // Exact and current, unlike AWS's six-hourly figure.
  std::int64_t item_count = 0;
  std::string table_arn;
  std::string table_id;  // A UUID.
  std::optional<BillingModeSummary> billing_mode_summary;
  std::vector<LocalSecondaryIndexDescription> local_secondary_indexes;
  std::vector<GlobalSecondaryIndexDescription> global_secondary_indexes;
  std::optional<StreamSpecification> stream_specification;
  std::optional<std::string> latest_stream_label;
  std::optional<std::string> latest_stream_arn;
  std::optional<SseDescription> sse_description;
  std::optional<TableClassSummary> table_class_summary;
  bool deletion_protection_enabled = false;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};

}  // namespace basalt
