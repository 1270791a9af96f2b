#include <algorithm>
#include <utility>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_settings.h"
#include "engine/catalog/table_states.h"
#include "engine/catalog/table_update.h"
#include "model/limits.h"

namespace basalt {
namespace {

using GlobalIndexes = std::vector<GlobalSecondaryIndexDescription>;

GlobalSecondaryIndexDescription* FindIndex(GlobalIndexes& indexes, const std::string& name) {
  const auto found = std::ranges::find(indexes, name, &GlobalSecondaryIndexDescription::index_name);
  return found == indexes.end() ? nullptr : &*found;
}

bool Uses(const std::vector<KeySchemaElement>& key, const std::string& attribute) {
  return std::ranges::count(key, attribute, &KeySchemaElement::attribute_name) > 0;
}

bool Uses(const TableDescription& table, const std::string& attribute) {
  const auto in_index = [&](const auto& index) { return Uses(index.key_schema, attribute); };
  return Uses(table.key_schema, attribute) ||
         std::ranges::any_of(table.local_secondary_indexes, in_index) ||
         std::ranges::any_of(table.global_secondary_indexes, in_index);
}

// Adds the definitions that the new index needs. Errors: kValidation where one is missing, or says
// another type than the table does.
Status DefineKey(const GlobalSecondaryIndex& index, const AttributeDefinitions& given,
                 AttributeDefinitions& definitions) {
  for (const KeySchemaElement& element : index.key_schema) {
    const std::string& name = element.attribute_name;
    if (std::ranges::count(given, name, &AttributeDefinition::attribute_name) == 0) {
      return ValidationError("Invalid KeySchema: Some index key attribute have no definition");
    }
  }
  for (const AttributeDefinition& definition : given) {
    const std::string& name = definition.attribute_name;
    const auto known = std::ranges::find(definitions, name, &AttributeDefinition::attribute_name);
    if (known == definitions.end()) {
      if (Uses(index.key_schema, name)) definitions.push_back(definition);
    } else if (known->attribute_type != definition.attribute_type) {
      return InvalidParameter("The AttributeType of " + name +
                              " differs from the one that is defined for the table");
    }
  }
  return Done{};
}

std::size_t ProjectedAttributes(const TableDescription& table) {
  std::size_t count = 0;
  const auto add = [&](const auto& index) {
    if (const auto& names = index.projection.non_key_attributes) count += names->size();
  };
  std::ranges::for_each(table.local_secondary_indexes, add);
  std::ranges::for_each(table.global_secondary_indexes, add);
  return count;
}

Status Create(const CreateGlobalSecondaryIndex& index, const UpdateTableRequest& request,
              TableUpdate& update) {
  TableDescription& after = update.after;
  if (FindIndex(after.global_secondary_indexes, index.index_name) != nullptr) {
    return ValidationError("Attempting to create an index which already exists");
  }
  if (std::ranges::count(after.local_secondary_indexes, index.index_name,
                         &LocalSecondaryIndex::index_name) > 0) {
    return InvalidParameter("Duplicate index name: " + index.index_name);
  }
  const AttributeDefinitions given = request.attribute_definitions.value_or(AttributeDefinitions());
  if (auto fine = DefineKey(index, given, after.attribute_definitions); !fine) return fine;
  const BillingMode mode = BillingModeOf(after);
  if (auto fine = CheckGlobalIndex(index, after.attribute_definitions, mode); !fine) return fine;
  if (index.on_demand_throughput) {
    auto fine = CheckOnDemandThroughput(*index.on_demand_throughput, {.mode = mode});
    if (!fine) return fine;
  }
  if (after.global_secondary_indexes.size() == kGlobalIndexesMax) {
    return InvalidParameter("GlobalSecondaryIndex count exceeds the per-table limit of " +
                            std::to_string(kGlobalIndexesMax));
  }
  after.global_secondary_indexes.push_back(DescribeGlobalIndex(index, mode));
  update.created_index = index.index_name;
  return CheckProjectedAttributes(ProjectedAttributes(after));
}

// Errors: kResourceInUse, while an index is being updated or deleted.
Status CheckNotInUse(const TableDescription& table, const GlobalSecondaryIndexDescription& index) {
  const std::string of = ".  Table: " + table.table_name + " Index: " + index.index_name;
  if (index.index_status == IndexStatus::kUpdating) return InUse("Index is being updated" + of);
  if (index.index_status == IndexStatus::kDeleting) return InUse("Index is being deleted" + of);
  return Done{};
}

Error NoSuchIndex(const TableDescription& table, const std::string& index_name) {
  return {.code = ErrorCode::kResourceNotFound,
          .message = "Requested resource not found: Index " + index_name + " for table " +
                     table.table_name};
}

Status Change(const UpdateGlobalSecondaryIndex& change, bool switches_mode, TimePoint now,
              TableUpdate& update) {
  GlobalSecondaryIndexDescription* index =
      FindIndex(update.after.global_secondary_indexes, change.index_name);
  if (index == nullptr) return NoSuchIndex(update.after, change.index_name);
  if (auto idle = CheckNotInUse(update.after, *index); !idle) return idle;
  const BillingMode mode = BillingModeOf(update.after);
  if (change.provisioned_throughput) {
    const ProvisionedThroughput& wanted = *change.provisioned_throughput;
    if (mode == BillingMode::kPayPerRequest) {
      return InvalidParameter("ProvisionedThroughput should not be specified for index: " +
                              change.index_name + " when BillingMode is PAY_PER_REQUEST");
    }
    const ProvisionedThroughput& current = index->provisioned_throughput;
    if (!switches_mode && wanted == current) {
      return ThroughputUnchanged("index " + change.index_name, current);
    }
    auto fine = CheckThroughputBounds(wanted, " for index " + change.index_name);
    if (!fine) return fine;
    ChangeThroughput(index->provisioned_throughput, wanted, now);
    RaiseWarmThroughput(index->warm_throughput, WarmThroughputOf(mode, wanted));
  }
  if (change.on_demand_throughput) {
    auto fine =
        CheckOnDemandThroughput(*change.on_demand_throughput, {.mode = mode, .removable = true});
    if (!fine) return fine;
    index->on_demand_throughput = change.on_demand_throughput;
  }
  if (change.warm_throughput) {
    auto fine = RaiseWarmThroughputOf("index " + change.index_name, index->warm_throughput,
                                      *change.warm_throughput);
    if (!fine) return fine;
  }
  update.changed_indexes.insert(change.index_name);
  return Done{};
}

Status Remove(const DeleteGlobalSecondaryIndex& removal, TableUpdate& update) {
  TableDescription& after = update.after;
  const auto* index = FindIndex(after.global_secondary_indexes, removal.index_name);
  if (index == nullptr) return NoSuchIndex(after, removal.index_name);
  if (auto idle = CheckNotInUse(after, *index); !idle) return idle;
  std::erase_if(after.global_secondary_indexes,
                [&](const auto& other) { return other.index_name == removal.index_name; });
  std::erase_if(after.attribute_definitions, [&](const AttributeDefinition& definition) {
    return !Uses(after, definition.attribute_name);
  });
  update.removed_index = removal.index_name;
  return Done{};
}

bool CreatesOrRemoves(const GlobalSecondaryIndexUpdate& update) {
  return !std::holds_alternative<UpdateGlobalSecondaryIndex>(update);
}

// Whether an index is to be created or deleted while another is. One on its way may itself be
// deleted; one that goes is told so otherwise.
bool ChangesBesides(const TableDescription& table, const GlobalSecondaryIndexUpdate& update) {
  if (!CreatesOrRemoves(update)) return false;
  const auto* removal = std::get_if<DeleteGlobalSecondaryIndex>(&update);
  return std::ranges::any_of(table.global_secondary_indexes, [&](const auto& index) {
    const bool comes_or_goes = index.index_status == IndexStatus::kCreating ||
                               index.index_status == IndexStatus::kDeleting;
    return comes_or_goes && (removal == nullptr || removal->index_name != index.index_name);
  });
}

// Indexes of a table that becomes provisioned must be told their throughput.
Status CheckAllProvisioned(const TableUpdate& update) {
  for (const auto& index : update.after.global_secondary_indexes) {
    if (index.provisioned_throughput.read_capacity_units > 0) continue;
    return InvalidParameter("ProvisionedThroughput must be specified for index: " +
                            index.index_name);
  }
  return Done{};
}

}  // namespace

Status PlanIndexUpdates(const TableDescription& before, const UpdateTableRequest& request,
                        TimePoint now, TableUpdate& update) {
  const std::vector<GlobalSecondaryIndexUpdate> none;
  const auto& updates =
      request.global_secondary_index_updates ? *request.global_secondary_index_updates : none;
  const auto asked = std::ranges::count_if(updates, CreatesOrRemoves);
  const bool besides = std::ranges::any_of(
      updates, [&](const auto& wanted) { return ChangesBesides(before, wanted); });
  if (asked > 1 || besides) {
    return Error{.code = ErrorCode::kLimitExceeded,
                 .message =
                     "Subscriber limit exceeded: Only 1 online index can be created or "
                     "deleted simultaneously per table"};
  }
  const bool switches_mode = BillingModeOf(before) != BillingModeOf(update.after);
  for (const auto& index : before.global_secondary_indexes) {
    if (!switches_mode) break;
    if (auto idle = CheckNotInUse(before, index); !idle) return idle;
  }
  for (const GlobalSecondaryIndexUpdate& wanted : updates) {
    Status planned = Done{};
    if (const auto* create = std::get_if<CreateGlobalSecondaryIndex>(&wanted)) {
      planned = Create(*create, request, update);
    } else if (const auto* change = std::get_if<UpdateGlobalSecondaryIndex>(&wanted)) {
      planned = Change(*change, switches_mode, now, update);
    } else if (const auto* removal = std::get_if<DeleteGlobalSecondaryIndex>(&wanted)) {
      planned = Remove(*removal, update);
    }
    if (!planned) return planned;
  }
  const bool provisioned = BillingModeOf(update.after) == BillingMode::kProvisioned;
  return provisioned ? CheckAllProvisioned(update) : Done{};
}

}  // namespace basalt
