// What requests ask of a table besides its keys and indexes, checked and as descriptions show it.
// Functions that can fail answer with kValidation, in AWS's words.
#pragma once

#include <optional>
#include <string>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "basalt/table_types.h"
#include "engine/catalog/account.h"

namespace basalt {

// What a new table or index gets without being asked: what on-demand tables start with, or what is
// provisioned. Source: developer guide, "Understanding DynamoDB warm throughput".
WarmThroughput WarmThroughputOf(BillingMode mode, const ProvisionedThroughput& provisioned);

// The mode of a table. A table that never was on demand has no summary of it.
BillingMode BillingModeOf(const TableDescription& table);

// The description of a table that is being created, changed by the specification.
Status CheckNewStream(const StreamSpecification& stream);
void EnableStream(TableDescription& table, StreamViewType view, TimePoint now,
                  const Account& account);

Status CheckEncryption(const SseSpecification& specification);

// Empty for the default encryption, which descriptions do not show.
std::optional<SseDescription> DescribeEncryption(const SseSpecification& specification,
                                                 const Account& account);

// `removable`: whether -1 may be given, to remove a maximum; `mode` is the table's.
struct OnDemandRules {
  BillingMode mode = BillingMode::kPayPerRequest;
  bool removable = false;
};
Status CheckOnDemandThroughput(const OnDemandThroughput& throughput, const OnDemandRules& rules);

}  // namespace basalt
