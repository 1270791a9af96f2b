#include <algorithm>
#include <set>
#include <utility>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_settings.h"
#include "engine/catalog/table_update.h"
#include "engine/catalog/uuid.h"
#include "model/limits.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/tables.h"

namespace basalt {
namespace {

BillingMode ModeOf(const CreateTableRequest& request) {
  return request.billing_mode.value_or(BillingMode::kProvisioned);
}

Status CheckThroughput(const CreateTableRequest& request) {
  if (!request.provisioned_throughput) return Done{};
  if (ModeOf(request) == BillingMode::kPayPerRequest) {
    return InvalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
        "PAY_PER_REQUEST");
  }
  return CheckThroughputBounds(*request.provisioned_throughput, "");
}

Status CheckIndexNames(const CreateTableRequest& request) {
  std::set<std::string_view> names;
  const auto check = [&](const auto& indexes) -> Status {
    if (!indexes) return Done{};
    for (const auto& index : *indexes) {
      if (names.insert(index.index_name).second) continue;
      return InvalidParameter("Duplicate index name: " + index.index_name);
    }
    return Done{};
  };
  if (auto fine = check(request.local_secondary_indexes); !fine) return fine;
  return check(request.global_secondary_indexes);
}

std::size_t ProjectedAttributes(const CreateTableRequest& request) {
  std::size_t count = 0;
  const auto add = [&](const auto& indexes) {
    if (!indexes) return;
    for (const auto& index : *indexes) {
      if (const auto& names = index.projection.non_key_attributes) count += names->size();
    }
  };
  add(request.local_secondary_indexes);
  add(request.global_secondary_indexes);
  return count;
}

Status CheckIndexes(const CreateTableRequest& request) {
  const auto& locals = request.local_secondary_indexes;
  const auto& globals = request.global_secondary_indexes;
  if (locals) {
    auto fine = CheckLocalIndexes(*locals, request.key_schema, request.attribute_definitions);
    if (!fine) return fine;
  }
  if (globals) {
    if (globals->empty()) return InvalidParameter("List of GlobalSecondaryIndexes is empty");
    for (const GlobalSecondaryIndex& index : *globals) {
      auto fine = CheckGlobalIndex(index, request.attribute_definitions, ModeOf(request));
      if (!fine) return fine;
    }
  }
  if (auto fine = CheckIndexNames(request); !fine) return fine;
  if (locals && locals->size() > kLocalIndexesMax) {
    return InvalidParameter("Number of LocalSecondaryIndexes exceeds per-table limit of " +
                            std::to_string(kLocalIndexesMax));
  }
  if (globals && globals->size() > kGlobalIndexesMax) {
    return InvalidParameter("GlobalSecondaryIndex count exceeds the per-table limit of " +
                            std::to_string(kGlobalIndexesMax));
  }
  return CheckProjectedAttributes(ProjectedAttributes(request));
}

Status CheckSettings(const CreateTableRequest& request) {
  if (request.stream_specification) {
    if (auto fine = CheckNewStream(*request.stream_specification); !fine) return fine;
  }
  if (request.sse_specification) {
    if (auto fine = CheckEncryption(*request.sse_specification); !fine) return fine;
  }
  if (request.tags) {
    if (auto tags = WithTags({}, *request.tags); !tags) return tags.error();
  }
  const auto check = [&](const std::optional<OnDemandThroughput>& throughput) -> Status {
    if (!throughput) return Done{};
    return CheckOnDemandThroughput(*throughput, {.mode = ModeOf(request)});
  };
  if (auto fine = check(request.on_demand_throughput); !fine) return fine;
  if (request.global_secondary_indexes) {
    for (const GlobalSecondaryIndex& index : *request.global_secondary_indexes) {
      if (auto fine = check(index.on_demand_throughput); !fine) return fine;
    }
  }
  return Done{};
}

// Everything that can be said of the request alone.
Status Check(const CreateTableRequest& request) {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine;
  if (auto fine = CheckThroughput(request); !fine) return fine;
  if (auto fine = CheckTableKey(request.key_schema, request.attribute_definitions); !fine) {
    return fine;
  }
  if (auto fine = CheckIndexes(request); !fine) return fine;
  if (auto fine = CheckDefinitionsUsed(request); !fine) return fine;
  if (auto fine = CheckSettings(request); !fine) return fine;
  if (ModeOf(request) == BillingMode::kProvisioned && !request.provisioned_throughput) {
    return InvalidParameter(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
        "PROVISIONED");
  }
  return Done{};
}

ProvisionedThroughputDescription DescribeThroughput(
    const std::optional<ProvisionedThroughput>& throughput) {
  ProvisionedThroughputDescription description;
  if (throughput) static_cast<ProvisionedThroughput&>(description) = *throughput;
  return description;
}

void DescribeIndexes(const CreateTableRequest& request, TableDescription& table) {
  if (request.local_secondary_indexes) {
    for (const LocalSecondaryIndex& index : *request.local_secondary_indexes) {
      LocalSecondaryIndexDescription description;
      static_cast<LocalSecondaryIndex&>(description) = index;
      table.local_secondary_indexes.push_back(std::move(description));
    }
  }
  if (request.global_secondary_indexes) {
    for (const GlobalSecondaryIndex& index : *request.global_secondary_indexes) {
      table.global_secondary_indexes.push_back(DescribeGlobalIndex(index, ModeOf(request)));
    }
  }
}

IndexIds NewIndexIds(const TableDescription& table, Catalog& catalog) {
  IndexIds ids;
  for (const auto& index : table.local_secondary_indexes) {
    ids.emplace(index.index_name, catalog.NewId());
  }
  for (const auto& index : table.global_secondary_indexes) {
    ids.emplace(index.index_name, catalog.NewId());
  }
  return ids;
}

// What else shows that the table is on its way.
void BeginCreating(Table& table, const StateEnds& ends) {
  TableDescription& description = table.description;
  description.table_status = TableStatus::kCreating;
  table.transition = {.until = ends.table, .throughput = std::nullopt};
  for (auto& index : description.global_secondary_indexes) {
    index.index_status = IndexStatus::kCreating;
  }
}

// Errors: kResourceInUse. `found` is the table that has the name already.
Error NameInUse(const Table& found) {
  const TableStatus status = found.description.table_status;
  if (status == TableStatus::kCreating || status == TableStatus::kDeleting) {
    return CheckNotInUse(found).error();
  }
  return {.code = ErrorCode::kResourceInUse,
          .message = "Table already exists: " + found.schema.name};
}

}  // namespace

GlobalSecondaryIndexDescription DescribeGlobalIndex(const GlobalSecondaryIndex& index,
                                                    BillingMode mode) {
  GlobalSecondaryIndexDescription description;
  description.index_name = index.index_name;
  description.key_schema = index.key_schema;
  description.projection = index.projection;
  description.provisioned_throughput = DescribeThroughput(index.provisioned_throughput);
  description.on_demand_throughput = index.on_demand_throughput;
  description.warm_throughput = WarmThroughputOf(mode, description.provisioned_throughput);
  if (index.warm_throughput) {
    RaiseWarmThroughput(description.warm_throughput, *index.warm_throughput);
  }
  return description;
}

TableDescription TableOperations::DescribeNew(const CreateTableRequest& request) const {
  const TimePoint now = clock_.Now();
  TableDescription table;
  table.table_name = request.table_name;
  table.attribute_definitions = request.attribute_definitions;
  table.key_schema = request.key_schema;
  table.creation_date_time = now;
  table.table_id = NewUuid();
  table.provisioned_throughput = DescribeThroughput(request.provisioned_throughput);
  if (ModeOf(request) == BillingMode::kPayPerRequest) {
    table.billing_mode_summary = {BillingMode::kPayPerRequest, std::nullopt};
  }
  DescribeIndexes(request, table);
  const auto& stream = request.stream_specification;
  if (stream && stream->stream_enabled) {
    EnableStream(table, *stream->stream_view_type, now, catalog_.account());
  }
  if (request.sse_specification) {
    table.sse_description = DescribeEncryption(*request.sse_specification, catalog_.account());
  }
  if (request.table_class) table.table_class_summary = {*request.table_class, std::nullopt};
  table.deletion_protection_enabled = request.deletion_protection_enabled.value_or(false);
  table.on_demand_throughput = request.on_demand_throughput;
  table.warm_throughput = WarmThroughputOf(ModeOf(request), table.provisioned_throughput);
  if (request.warm_throughput) {
    RaiseWarmThroughput(table.warm_throughput, *request.warm_throughput);
  }
  SetArns(table, catalog_.account());
  return table;
}

Result<CreateTableResponse> TableOperations::Create(const CreateTableRequest& request) {
  if (auto fine = Check(request); !fine) return fine.error();

  const TableLock lock = catalog_.LockTable(request.table_name);
  if (const auto found = catalog_.Find(request.table_name)) return NameInUse(*found);
  TableDescription description = DescribeNew(request);
  const TableId id = catalog_.NewId();
  const IndexIds index_ids = NewIndexIds(description, catalog_);
  auto tags = WithTags({}, request.tags.value_or(std::vector<Tag>()));
  if (!tags) return tags.error();
  auto created =
      std::make_shared<Table>(MakeTable(std::move(description), *std::move(tags), id, index_ids));
  if (request.resource_policy) {
    auto policy = NewResourcePolicy(*request.resource_policy, clock_.Now());
    if (!policy) return policy.error();
    created->features.resource_policies.emplace("", *std::move(policy));
  }
  BeginCreating(*created, catalog_.StateEndsOf(created->description.creation_date_time));
  CreateTableResponse response{created->description};
  if (auto done = catalog_.Replace(std::move(created), WriteSet(store_)); !done) {
    return done.error();
  }
  return response;
}

}  // namespace basalt
