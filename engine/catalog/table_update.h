// What an UpdateTable means for a table: decided from the request and the table's description
// alone.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "basalt/table_requests.h"
#include "engine/catalog/account.h"

namespace basalt {

struct TableUpdate {
  TableDescription after;
  std::optional<std::string> created_index;  // Its rows are to be built.
  std::optional<std::string> removed_index;  // Its rows are to be removed.
  std::set<std::string> changed_indexes;     // Of which settings change.
  bool throughput_only = false;              // Throughput changes, but not how the table is billed.
};

// Everything that can be said of the request alone. Errors: kValidation.
Status CheckUpdate(const UpdateTableRequest& request);

// REQUIRES: CheckUpdate found nothing, and the table is ACTIVE. Errors: kValidation,
// kLimitExceeded, kResourceNotFound, kResourceInUse.
Result<TableUpdate> PlanUpdate(const TableDescription& before, const UpdateTableRequest& request,
                               TimePoint now, const Account& account);

// The part of PlanUpdate that is about indexes; `update.after` is billed as it will be.
Status PlanIndexUpdates(const TableDescription& before, const UpdateTableRequest& request,
                        TimePoint now, TableUpdate& update);

// Changes throughput, and what a description tells of its changes.
void ChangeThroughput(ProvisionedThroughputDescription& current,
                      const ProvisionedThroughput& wanted, TimePoint now);

// The error of asking for the throughput there is; `owner` is "table" or "index NAME".
Error ThroughputUnchanged(const std::string& owner, const ProvisionedThroughput& throughput);

// Warm throughput never falls below what is provisioned or what on-demand mode starts with.
void RaiseWarmThroughput(std::optional<WarmThroughput>& current, const WarmThroughput& least);

// As a request asks for it. `owner` is "table" or "index NAME". Errors: kValidation for less than
// there is. Source: developer guide, "Understanding DynamoDB warm throughput".
Status RaiseWarmThroughputOf(const std::string& owner, std::optional<WarmThroughput>& current,
                             const WarmThroughput& wanted);

}  // namespace basalt
