// UpdateTable: JSON in, one call to the database, JSON out.
#include "wire/json/one_of.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_description_json.h"
#include "wire/operations/tables/table_fields.h"

namespace basalt::wire {

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

void Describe(Fields& fields, UpdateGlobalSecondaryIndex& update) {
  fields.Required("IndexName", update.index_name, kNameConstraint);
  fields.Optional("ProvisionedThroughput", update.provisioned_throughput);
  fields.Optional("OnDemandThroughput", update.on_demand_throughput);
  fields.Optional("WarmThroughput", update.warm_throughput);
}

void Describe(Fields& fields, DeleteGlobalSecondaryIndex& deletion) {
  fields.Required("IndexName", deletion.index_name, kNameConstraint);
}

void Describe(Fields& fields, GlobalSecondaryIndexUpdate& update) {
  OneOf alternatives(fields, update);
  alternatives.Read<UpdateGlobalSecondaryIndex>("Update");
  alternatives.Read<CreateGlobalSecondaryIndex>("Create");
  alternatives.Read<DeleteGlobalSecondaryIndex>("Delete");
}

namespace {

Result<UpdateTableRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  UpdateTableRequest request;
  fields.Optional("BillingMode", request.billing_mode);
  fields.Optional("ProvisionedThroughput", request.provisioned_throughput);
  fields.TableNameOfTable(request.table_name);
  fields.Optional("AttributeDefinitions", request.attribute_definitions);
  fields.Optional("GlobalSecondaryIndexUpdates", request.global_secondary_index_updates);
  fields.Optional("StreamSpecification", request.stream_specification);
  fields.Optional("SSESpecification", request.sse_specification);
  fields.Optional("TableClass", request.table_class);
  fields.Optional("DeletionProtectionEnabled", request.deletion_protection_enabled);
  fields.Optional("OnDemandThroughput", request.on_demand_throughput);
  fields.Optional("WarmThroughput", request.warm_throughput);
  RefuseGlobalTables(fields);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> UpdateTable(Database& database, std::string& body) {
  Result<UpdateTableRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UpdateTableResponse> response = database.UpdateTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
