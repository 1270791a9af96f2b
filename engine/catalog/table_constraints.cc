#include "engine/catalog/table_constraints.h"

#include <optional>
#include <vector>

#include "engine/catalog/violations.h"
#include "model/limits.h"
#include "model/schema/table_name.h"

namespace basalt {
namespace {

constexpr std::size_t kTableKeyAttributesMax = 2;
constexpr std::size_t kGlobalIndexKeyAttributesMax = 2 * kKeyAttributesPerRoleMax;

// "list.2.member": how AWS names the second element.
std::string ElementOf(const std::string& list, std::size_t position) {
  return list + "." + std::to_string(position + 1) + ".member";
}

std::string TextOf(const std::vector<KeySchemaElement>& key) {
  std::string text = "[";
  for (const KeySchemaElement& element : key) {
    if (text.size() > 1) text += ", ";
    text += "KeySchemaElement(attributeName=" + element.attribute_name +
            ", keyType=" + std::string(NameOf(element.key_type)) + ")";
  }
  return text + "]";
}

std::string TextOf(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    if (text.size() > 1) text += ", ";
    text += name;
  }
  return text + "]";
}

void AddThroughput(Violations& violations, const std::string& member,
                   const std::optional<ProvisionedThroughput>& throughput) {
  if (!throughput) return;
  violations.AtLeast(member + ".writeCapacityUnits", throughput->write_capacity_units, 1);
  violations.AtLeast(member + ".readCapacityUnits", throughput->read_capacity_units, 1);
}

void AddWarmThroughput(Violations& violations, const std::string& member,
                       const std::optional<WarmThroughput>& throughput) {
  if (!throughput) return;
  violations.AtLeast(member + ".readUnitsPerSecond", throughput->read_units_per_second, 1);
  violations.AtLeast(member + ".writeUnitsPerSecond", throughput->write_units_per_second, 1);
}

void AddKeySchema(Violations& violations, const std::string& member,
                  const std::vector<KeySchemaElement>& key, std::size_t maximum) {
  violations.Length(member, TextOf(key), key.size(), 1, maximum);
  for (std::size_t position = 0; position < key.size(); ++position) {
    violations.Length(ElementOf(member, position) + ".attributeName", key[position].attribute_name,
                      1, kKeyAttributeNameBytesMax);
  }
}

void AddDefinitions(Violations& violations, const std::vector<AttributeDefinition>& definitions) {
  for (std::size_t position = 0; position < definitions.size(); ++position) {
    violations.Length(ElementOf("attributeDefinitions", position) + ".attributeName",
                      definitions[position].attribute_name, 1, kKeyAttributeNameBytesMax);
  }
}

void AddProjection(Violations& violations, const std::string& member,
                   const Projection& projection) {
  const auto& names = projection.non_key_attributes;
  if (!names) return;
  const std::string list = member + ".nonKeyAttributes";
  violations.Length(list, TextOf(*names), names->size(), 1, kNonKeyAttributesPerIndexMax);
  for (std::size_t position = 0; position < names->size(); ++position) {
    violations.Length(ElementOf(list, position), (*names)[position], 1, kKeyAttributeNameBytesMax);
  }
}

void AddGlobalIndex(Violations& violations, const std::string& member,
                    const GlobalSecondaryIndex& index) {
  AddProjection(violations, member + ".projection", index.projection);
  violations.Name(member + ".indexName", index.index_name);
  AddThroughput(violations, member + ".provisionedThroughput", index.provisioned_throughput);
  AddKeySchema(violations, member + ".keySchema", index.key_schema, kGlobalIndexKeyAttributesMax);
  AddWarmThroughput(violations, member + ".warmThroughput", index.warm_throughput);
}

void AddLocalIndex(Violations& violations, const std::string& member,
                   const LocalSecondaryIndex& index) {
  AddProjection(violations, member + ".projection", index.projection);
  violations.Name(member + ".indexName", index.index_name);
  AddKeySchema(violations, member + ".keySchema", index.key_schema, kTableKeyAttributesMax);
}

void AddTags(Violations& violations, const std::vector<Tag>& tags) {
  for (std::size_t position = 0; position < tags.size(); ++position) {
    const std::string member = ElementOf("tags", position);
    violations.Length(member + ".key", tags[position].key, 1, kTagKeyBytesMax);
    violations.Length(member + ".value", tags[position].value, 0, kTagValueBytesMax);
  }
}

void AddIndexUpdate(Violations& violations, const std::string& member,
                    const GlobalSecondaryIndexUpdate& update) {
  if (const auto* create = std::get_if<CreateGlobalSecondaryIndex>(&update)) {
    AddGlobalIndex(violations, member + ".create", *create);
  } else if (const auto* change = std::get_if<UpdateGlobalSecondaryIndex>(&update)) {
    violations.Name(member + ".update.indexName", change->index_name);
    AddThroughput(violations, member + ".update.provisionedThroughput",
                  change->provisioned_throughput);
    AddWarmThroughput(violations, member + ".update.warmThroughput", change->warm_throughput);
  } else if (const auto* remove = std::get_if<DeleteGlobalSecondaryIndex>(&update)) {
    violations.Name(member + ".delete.indexName", remove->index_name);
  }
}

}  // namespace

Status CheckConstraints(const CreateTableRequest& request) {
  Violations violations;
  AddThroughput(violations, "provisionedThroughput", request.provisioned_throughput);
  AddKeySchema(violations, "keySchema", request.key_schema, kTableKeyAttributesMax);
  AddDefinitions(violations, request.attribute_definitions);
  if (request.global_secondary_indexes) {
    for (std::size_t position = 0; position < request.global_secondary_indexes->size();
         ++position) {
      AddGlobalIndex(violations, ElementOf("globalSecondaryIndexes", position),
                     (*request.global_secondary_indexes)[position]);
    }
  }
  if (request.local_secondary_indexes) {
    for (std::size_t position = 0; position < request.local_secondary_indexes->size(); ++position) {
      AddLocalIndex(violations, ElementOf("localSecondaryIndexes", position),
                    (*request.local_secondary_indexes)[position]);
    }
  }
  AddWarmThroughput(violations, "warmThroughput", request.warm_throughput);
  if (request.tags) AddTags(violations, *request.tags);
  violations.Name("tableName", request.table_name);
  return violations.Report();
}

Status CheckConstraints(const UpdateTableRequest& request) {
  Violations violations;
  AddThroughput(violations, "provisionedThroughput", request.provisioned_throughput);
  if (request.attribute_definitions) AddDefinitions(violations, *request.attribute_definitions);
  if (const auto& updates = request.global_secondary_index_updates) {
    for (std::size_t position = 0; position < updates->size(); ++position) {
      AddIndexUpdate(violations, ElementOf("globalSecondaryIndexUpdates", position),
                     (*updates)[position]);
    }
  }
  AddWarmThroughput(violations, "warmThroughput", request.warm_throughput);
  return violations.Report();
}

Status CheckConstraints(const TagResourceRequest& request) {
  Violations violations;
  AddTags(violations, request.tags);
  return violations.Report();
}

Status CheckConstraints(const ListTablesRequest& request) {
  Violations violations;
  if (request.exclusive_start_table_name) {
    violations.Name("exclusiveStartTableName", *request.exclusive_start_table_name);
  }
  violations.AtLeast("limit", request.limit, 1);
  violations.AtMost("limit", request.limit, kListTablesMax);
  return violations.Report();
}

Result<std::string> CheckTableReference(std::string_view name_or_arn) {
  if (const auto name = TableNameOf(name_or_arn)) return std::string(*name);
  if (name_or_arn.size() < kTableNameBytesMin || name_or_arn.size() > kTableNameBytesMax) {
    return ValidationError(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  Violations violations;
  violations.Name("tableName", name_or_arn);
  return violations.Report().error();
}

}  // namespace basalt
