#include "engine/catalog/table_update.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/table.h"
#include "engine/catalog/table_settings.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/tables.h"

namespace basalt {
namespace {

using Updates = std::vector<GlobalSecondaryIndexUpdate>;

// Empty for an update that is none of the three.
std::string IndexNameOf(const GlobalSecondaryIndexUpdate& update) {
  if (const auto* create = std::get_if<CreateGlobalSecondaryIndex>(&update)) {
    return create->index_name;
  }
  if (const auto* change = std::get_if<UpdateGlobalSecondaryIndex>(&update)) {
    return change->index_name;
  }
  if (const auto* remove = std::get_if<DeleteGlobalSecondaryIndex>(&update)) {
    return remove->index_name;
  }
  return "";
}

Status CheckIndexUpdates(const Updates& updates) {
  std::set<std::string> names;
  for (const GlobalSecondaryIndexUpdate& update : updates) {
    if (std::holds_alternative<std::monostate>(update)) {
      return InvalidParameter(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete must not be null");
    }
    if (!names.insert(IndexNameOf(update)).second) {
      return InvalidParameter(
          "Only one global secondary index update per index is allowed simultaneously. Index: " +
          IndexNameOf(update));
    }
  }
  return Done{};
}

bool AsksForNothing(const UpdateTableRequest& request) {
  const auto& indexes = request.global_secondary_index_updates;
  const auto& maxima = request.on_demand_throughput;
  const bool has_maxima =
      maxima && (maxima->max_read_request_units || maxima->max_write_request_units);
  const auto& warm = request.warm_throughput;
  const bool has_warm = warm && (warm->read_units_per_second || warm->write_units_per_second);
  return !request.provisioned_throughput && !request.billing_mode &&
         !request.stream_specification && (!indexes || indexes->empty()) &&
         !request.sse_specification && !request.table_class &&
         !request.deletion_protection_enabled && !has_maxima && !has_warm;
}

Error ThroughputOfOnDemandTable() {
  return InvalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
      "PAY_PER_REQUEST");
}

void BecomeOnDemand(TableDescription& table, TimePoint now) {
  table.billing_mode_summary = {BillingMode::kPayPerRequest, now};
  const WarmThroughput least = WarmThroughputOf(BillingMode::kPayPerRequest, {});
  table.provisioned_throughput = {};
  RaiseWarmThroughput(table.warm_throughput, least);
  for (auto& index : table.global_secondary_indexes) {
    index.provisioned_throughput = {};
    RaiseWarmThroughput(index.warm_throughput, least);
  }
}

// Maxima belong to on-demand mode, and go with it.
void BecomeProvisioned(TableDescription& table) {
  table.billing_mode_summary->billing_mode = BillingMode::kProvisioned;
  table.on_demand_throughput.reset();
  for (auto& index : table.global_secondary_indexes) index.on_demand_throughput.reset();
}

Status PlanBilling(const TableDescription& before, const UpdateTableRequest& request, TimePoint now,
                   TableUpdate& update) {
  TableDescription& after = update.after;
  const BillingMode mode_before = BillingModeOf(before);
  const BillingMode mode = request.billing_mode.value_or(mode_before);
  const bool switches = mode != mode_before;
  if (mode == BillingMode::kPayPerRequest) {
    if (request.provisioned_throughput) return ThroughputOfOnDemandTable();
    if (switches) BecomeOnDemand(after, now);
    return Done{};
  }
  if (request.billing_mode && !request.provisioned_throughput) {
    return InvalidParameter(
        "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  if (!request.provisioned_throughput) return Done{};

  const ProvisionedThroughput& wanted = *request.provisioned_throughput;
  const ProvisionedThroughput& current = before.provisioned_throughput;
  if (!switches && wanted == current) return ThroughputUnchanged("table", current);
  if (switches) BecomeProvisioned(after);
  ChangeThroughput(after.provisioned_throughput, wanted, now);
  RaiseWarmThroughput(after.warm_throughput, WarmThroughputOf(mode, wanted));
  update.throughput_only = !switches;
  return Done{};
}

Status PlanStream(const TableDescription& before, const UpdateTableRequest& request, TimePoint now,
                  const Account& account, TableDescription& after) {
  if (!request.stream_specification) return Done{};
  const StreamSpecification& wanted = *request.stream_specification;
  if (request.provisioned_throughput) {
    return InvalidParameter("You cannot modify stream status while updating table IOPS");
  }
  const bool enabled = before.stream_specification && before.stream_specification->stream_enabled;
  if (!wanted.stream_enabled) {
    if (wanted.stream_view_type) {
      return InvalidParameter(
          "If stream is being disabled, then UpdateViewType must not be specified");
    }
    if (!enabled) {
      return ValidationError("Table has no stream to disable: TableName: " + before.table_name);
    }
    after.stream_specification.reset();
    return Done{};
  }
  if (!wanted.stream_view_type) {
    return InvalidParameter("If stream is being enabled, then UpdateViewType must be specified");
  }
  if (enabled) {
    return ValidationError("Table already has an enabled stream: TableName: " + before.table_name);
  }
  EnableStream(after, *wanted.stream_view_type, now, account);
  return Done{};
}

Status PlanEncryption(const TableDescription& before, const UpdateTableRequest& request,
                      const Account& account, TableDescription& after) {
  if (!request.sse_specification) return Done{};
  const SseSpecification& wanted = *request.sse_specification;
  if (auto fine = CheckEncryption(wanted); !fine) return fine;
  const bool by_key = before.sse_description.has_value();
  if (!wanted.enabled.value_or(false)) {
    if (!by_key) return InvalidParameter("Table is already encrypted by default");
    after.sse_description.reset();
    return Done{};
  }
  after.sse_description = DescribeEncryption(wanted, account);
  const bool same_key =
      by_key && (!wanted.kms_master_key_id || before.sse_description->kms_master_key_arn ==
                                                  after.sse_description->kms_master_key_arn);
  if (same_key) return InvalidParameter("Table is already encrypted by given KMSMasterKey");
  return Done{};
}

Status PlanMaxima(const UpdateTableRequest& request, TableDescription& after) {
  if (!request.on_demand_throughput) return Done{};
  const OnDemandThroughput& wanted = *request.on_demand_throughput;
  const OnDemandRules rules{.mode = BillingModeOf(after), .removable = true};
  if (auto fine = CheckOnDemandThroughput(wanted, rules); !fine) return fine;
  OnDemandThroughput merged = after.on_demand_throughput.value_or(OnDemandThroughput());
  if (wanted.max_read_request_units) merged.max_read_request_units = wanted.max_read_request_units;
  if (wanted.max_write_request_units) {
    merged.max_write_request_units = wanted.max_write_request_units;
  }
  after.on_demand_throughput = merged;
  return Done{};
}

}  // namespace

Status CheckUpdate(const UpdateTableRequest& request) {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine;
  if (AsksForNothing(request)) {
    return ValidationError(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
        "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
  }
  if (request.provisioned_throughput) {
    if (request.billing_mode == BillingMode::kPayPerRequest) return ThroughputOfOnDemandTable();
    if (auto fine = CheckThroughputBounds(*request.provisioned_throughput, ""); !fine) return fine;
  }
  if (!request.global_secondary_index_updates) return Done{};
  return CheckIndexUpdates(*request.global_secondary_index_updates);
}

Result<TableUpdate> PlanUpdate(const TableDescription& before, const UpdateTableRequest& request,
                               TimePoint now, const Account& account) {
  TableUpdate update{.after = before,
                     .created_index = std::nullopt,
                     .removed_index = std::nullopt,
                     .changed_indexes = {}};
  TableDescription& after = update.after;
  if (auto fine = PlanBilling(before, request, now, update); !fine) return fine.error();
  if (auto fine = PlanIndexUpdates(before, request, now, update); !fine) return fine.error();
  if (auto fine = PlanStream(before, request, now, account, after); !fine) return fine.error();
  if (auto fine = PlanEncryption(before, request, account, after); !fine) return fine.error();
  if (auto fine = PlanMaxima(request, after); !fine) return fine.error();
  if (request.table_class) after.table_class_summary = {*request.table_class, now};
  if (request.deletion_protection_enabled) {
    after.deletion_protection_enabled = *request.deletion_protection_enabled;
  }
  if (request.warm_throughput) {
    auto fine = RaiseWarmThroughputOf("table", after.warm_throughput, *request.warm_throughput);
    if (!fine) return fine.error();
  }
  SetArns(after, account);
  return update;
}

void ChangeThroughput(ProvisionedThroughputDescription& current,
                      const ProvisionedThroughput& wanted, TimePoint now) {
  const bool rises = wanted.read_capacity_units > current.read_capacity_units ||
                     wanted.write_capacity_units > current.write_capacity_units;
  const bool falls = wanted.read_capacity_units < current.read_capacity_units ||
                     wanted.write_capacity_units < current.write_capacity_units;
  if (rises) current.last_increase = now;
  if (falls) {
    const auto day = [](TimePoint time) { return std::chrono::floor<std::chrono::days>(time); };
    const bool first = !current.last_decrease || day(*current.last_decrease) != day(now);
    if (first) current.number_of_decreases_today = 0;
    current.last_decrease = now;
    ++current.number_of_decreases_today;
  }
  static_cast<ProvisionedThroughput&>(current) = wanted;
}

Error ThroughputUnchanged(const std::string& owner, const ProvisionedThroughput& throughput) {
  const std::string read = std::to_string(throughput.read_capacity_units);
  const std::string write = std::to_string(throughput.write_capacity_units);
  return ValidationError("The provisioned throughput for the " + owner +
                         " will not change. The requested value equals the current value. Current "
                         "ReadCapacityUnits provisioned for the " +
                         owner + ": " + read + ". Requested ReadCapacityUnits: " + read +
                         ". Current WriteCapacityUnits provisioned for the " + owner + ": " +
                         write + ". Requested WriteCapacityUnits: " + write +
                         ". Refer to the Amazon DynamoDB Developer Guide for current limits and "
                         "how to request higher limits.");
}

Status RaiseWarmThroughputOf(const std::string& owner, std::optional<WarmThroughput>& current,
                             const WarmThroughput& wanted) {
  const auto check = [&](const std::string& name, std::optional<std::int64_t> from,
                         std::optional<std::int64_t> to) -> Status {
    if (!from || !to || *to >= *from) return Done{};
    return InvalidParameter("Requested " + name + " for WarmThroughput for " + owner +
                            " is lower than current WarmThroughput, decreasing WarmThroughput is "
                            "not supported");
  };
  const WarmThroughput now = current.value_or(WarmThroughput());
  auto fine = check("ReadUnitsPerSecond", now.read_units_per_second, wanted.read_units_per_second);
  if (!fine) return fine;
  fine = check("WriteUnitsPerSecond", now.write_units_per_second, wanted.write_units_per_second);
  if (!fine) return fine;
  RaiseWarmThroughput(current, wanted);
  return Done{};
}

void RaiseWarmThroughput(std::optional<WarmThroughput>& current, const WarmThroughput& least) {
  if (!current) current.emplace();
  current->read_units_per_second =
      std::max(current->read_units_per_second, least.read_units_per_second);
  current->write_units_per_second =
      std::max(current->write_units_per_second, least.write_units_per_second);
}

}  // namespace basalt
