// CreateTable: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/settings/policy_syntax.h"
#include "wire/operations/tables/table_description_json.h"
#include "wire/operations/tables/table_fields.h"

namespace basalt::wire {

namespace {

Result<CreateTableRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  CreateTableRequest request;
  fields.Optional("BillingMode", request.billing_mode);
  fields.Optional("ProvisionedThroughput", request.provisioned_throughput);
  fields.TableNameOfNewTable(request.table_name);
  fields.Required("KeySchema", request.key_schema, kKeySchemaConstraint);
  fields.Required("AttributeDefinitions", request.attribute_definitions);
  fields.Optional("GlobalSecondaryIndexes", request.global_secondary_indexes);
  fields.Optional("LocalSecondaryIndexes", request.local_secondary_indexes);
  fields.Optional("StreamSpecification", request.stream_specification);
  fields.Optional("SSESpecification", request.sse_specification);
  fields.Optional("Tags", request.tags);
  fields.Optional("TableClass", request.table_class);
  fields.Optional("DeletionProtectionEnabled", request.deletion_protection_enabled);
  fields.Optional("OnDemandThroughput", request.on_demand_throughput);
  fields.Optional("WarmThroughput", request.warm_throughput);
  fields.Optional("ResourcePolicy", request.resource_policy);
  if (request.resource_policy) CheckPolicySyntax(fields, *request.resource_policy);
  RefuseGlobalTables(fields);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> CreateTable(Database& database, std::string& body) {
  Result<CreateTableRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<CreateTableResponse> response = database.CreateTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
