// CreateTable, DescribeTable, ListTables, UpdateTable, DeleteTable, DescribeLimits,
// DescribeEndpoints. Members carry the names of AWS's API reference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "basalt/table_types.h"

namespace basalt {

struct CreateTableRequest {
  std::string table_name;
  std::vector<AttributeDefinition> attribute_definitions;
  std::vector<KeySchemaElement> key_schema;
  std::optional<std::vector<LocalSecondaryIndex>> local_secondary_indexes;
  std::optional<std::vector<GlobalSecondaryIndex>> global_secondary_indexes;
  std::optional<BillingMode> billing_mode;  // AWS's default is PROVISIONED.
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<StreamSpecification> stream_specification;
  std::optional<SseSpecification> sse_specification;
  std::optional<std::vector<Tag>> tags;
  std::optional<TableClass> table_class;
  std::optional<bool> deletion_protection_enabled;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
  std::optional<std::string> resource_policy;  // Up to 20 KB; kept, and never enforced.
};

struct CreateGlobalSecondaryIndex : GlobalSecondaryIndex {};
struct UpdateGlobalSecondaryIndex {
  std::string index_name;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};
struct DeleteGlobalSecondaryIndex {
  std::string index_name;
};
// Not exactly one of AWS's members given is std::monostate: refused by the engine.
using GlobalSecondaryIndexUpdate =
    std::variant<std::monostate, CreateGlobalSecondaryIndex, UpdateGlobalSecondaryIndex,
                 DeleteGlobalSecondaryIndex>;

struct UpdateTableRequest {
  std::string table_name;
  std::optional<std::vector<AttributeDefinition>> attribute_definitions;
  std::optional<BillingMode> billing_mode;
  std::optional<ProvisionedThroughput> provisioned_throughput;
  std::optional<std::vector<GlobalSecondaryIndexUpdate>> global_secondary_index_updates;
  std::optional<StreamSpecification> stream_specification;
  std::optional<SseSpecification> sse_specification;
  std::optional<TableClass> table_class;
  std::optional<bool> deletion_protection_enabled;
  std::optional<OnDemandThroughput> on_demand_throughput;
  std::optional<WarmThroughput> warm_throughput;
};

struct DescribeTableRequest {
  std::string table_name;
};
struct DeleteTableRequest {
  std::string table_name;
};

struct TableResponse {
  TableDescription table;
};
using CreateTableResponse = TableResponse;
using UpdateTableResponse = TableResponse;
using DescribeTableResponse = TableResponse;
using DeleteTableResponse = TableResponse;

struct ListTablesRequest {
  std::optional<std::string> exclusive_start_table_name;
  std::optional<std::int64_t> limit;  // 1 to 100, which is the default.
};

struct ListTablesResponse {
  std::vector<std::string> table_names;  // In order of name.
  std::optional<std::string> last_evaluated_table_name;
};

struct DescribeLimitsResponse {
  std::int64_t account_max_read_capacity_units = 80'000;
  std::int64_t account_max_write_capacity_units = 80'000;
  std::int64_t table_max_read_capacity_units = 40'000;
  std::int64_t table_max_write_capacity_units = 40'000;
};

}  // namespace basalt
