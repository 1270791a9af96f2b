// TransactWriteItems: from request to reply.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"
#include "engine/items/memory_charge.h"
#include "engine/items/request_checks.h"
#include "engine/items/write_response.h"
#include "engine/storage/sync_scope.h"
#include "engine/transactions/client_tokens.h"
#include "engine/transactions/request_digest.h"
#include "engine/transactions/transact_request.h"
#include "engine/transactions/transaction_operations.h"
#include "model/limits.h"

namespace basalt {
namespace {

using Actions = std::vector<BoundAction>;

// A transaction's writes against the tables as they are, one an action.
struct TransactionPlan {
  std::vector<std::shared_ptr<const Table>> tables;
  std::vector<PlannedWrite> writes;
};

// A key that is empty is refused as the request's fault, not as a reason for cancelling.
bool HasEmptyKey(const TableSchema& table, ItemView subject) {
  const auto empty = [&](const KeyAttribute& attribute) {
    const std::optional<ValueView> value = subject.Find(attribute.name);
    return value && attribute.type != ScalarAttributeType::kN && value->size_bytes() == 0;
  };
  const auto any_empty = [&](const KeySchema& key) {
    return std::ranges::any_of(key.partition, empty) || std::ranges::any_of(key.sort, empty);
  };
  return any_empty(table.key) || std::ranges::any_of(table.indexes, any_empty, &IndexSchema::key);
}

Status CheckDistinct(const std::vector<PlannedWrite>& writes) {
  std::vector<std::string_view> row_keys;
  for (const PlannedWrite& write : writes) row_keys.push_back(write.row_key);
  if (!HasDuplicates(std::move(row_keys))) return Done{};
  return TransactionNamesItemTwice();
}

std::size_t SizeOf(const Actions& actions) {
  std::size_t bytes = 0;
  for (const BoundAction& action : actions) {
    bytes += action.subject->item.view().size_bytes();
    const auto& values = action.parameters->expression_attribute_values;
    if (values) bytes += values->item.view().size_bytes();
  }
  return bytes;
}

Result<TransactionPlan> Plan(const WriteAccess& access, const Actions& actions, std::size_t bytes) {
  TransactionPlan plan;
  for (const BoundAction& action : actions) {
    auto table = FindTable(access, action.parameters->table_name);
    if (!table) return std::move(table).error();
    plan.tables.push_back(*std::move(table));
  }

  Cancellation cancellation(actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const Table& table = *plan.tables[i];
    const ItemView subject = actions[i].subject->item.view();
    auto write = actions[i].plan(table, subject, actions[i].bound);
    if (write) {
      plan.writes.push_back(*std::move(write));
    } else if (HasEmptyKey(table.schema, subject)) {
      return std::move(write).error();
    } else {
      cancellation.Add(i, write.error());
    }
  }
  if (!cancellation.empty()) return std::move(cancellation).ToError();
  if (auto distinct = CheckDistinct(plan.writes); !distinct) return std::move(distinct).error();
  if (bytes > kTransactBytesMax) return TransactionTooLarge();
  return plan;
}

// The answer to a retry: what reading the items would cost, as large as they were when it was done.
// Source: nubo-db/dynoxide#188, measured on AWS.
TransactWriteItemsResponse Replay(const DoneRequest& done, const Actions& actions,
                                  ReturnConsumedCapacity detail) {
  TransactWriteItemsResponse response;
  CapacityMeters meters;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const std::size_t bytes = i < done.image_bytes.size() ? done.image_bytes[i] : 0;
    meters.ForTable(actions[i].parameters->table_name)
        .AddTable(ReadUnits(bytes, ReadConsistency::kTransactional));
  }
  response.consumed_capacity = meters.Report(detail, CapacityKind::kTransactRead);
  return response;
}

// What is remembered of a request that has been done.
DoneRequest Remembered(std::string digest, std::span<const WriteOutcome> outcomes) {
  DoneRequest done{.digest = std::move(digest), .image_bytes = {}};
  for (const WriteOutcome& outcome : outcomes) {
    done.image_bytes.push_back(static_cast<std::uint32_t>(ImageBytes(outcome)));
  }
  return done;
}

// An update that would empty a key of an index is the request's fault, too.
// Source: nubo-db/dynoxide#99, measured on AWS.
bool EmptiesKey(const Table& table, const WriteOutcome& outcome) {
  return outcome.refusal() && outcome.refusal()->code == ErrorCode::kValidation &&
         outcome.after() && HasEmptyKey(table.schema, *outcome.after());
}

// What reasons quote, while the rows that they quote are there.
std::size_t BytesQuoted(const Actions& actions, const std::vector<WriteOutcome>& outcomes) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const bool quotes = actions[i].parameters->return_values_on_condition_check_failure ==
                        ReturnValuesOnConditionCheckFailure::kAllOld;
    if (!quotes || !outcomes[i].refusal() || !outcomes[i].before()) continue;
    bytes += 2 * outcomes[i].before()->bytes().size();
  }
  return bytes;
}

std::optional<Error> CancellationOf(const TransactionPlan& plan, const Actions& actions,
                                    const std::vector<WriteOutcome>& outcomes) {
  const MemoryCharge charge(BytesQuoted(actions, outcomes));
  Cancellation cancellation(actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!outcomes[i].refusal()) continue;
    if (EmptiesKey(*plan.tables[i], outcomes[i])) return outcomes[i].refusal();
    cancellation.Add(
        i, RefusalOf(outcomes[i], actions[i].parameters->return_values_on_condition_check_failure));
  }
  if (cancellation.empty()) return std::nullopt;
  return std::move(cancellation).ToError();
}

TransactWriteItemsResponse Respond(const TransactWriteItemsRequest& request,
                                   const TransactionPlan& plan, const Actions& actions,
                                   const std::vector<WriteOutcome>& outcomes) {
  TransactWriteItemsResponse response;
  CapacityMeters meters;
  CollectionMetricsByTable metrics;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const Table& table = *plan.tables[i];
    const std::string& table_name = actions[i].parameters->table_name;
    MeterWrite(table, outcomes[i], kTransactionFactor, meters.ForTable(table_name));
    if (std::holds_alternative<NoChange>(plan.writes[i].change)) continue;
    metrics.Add(table_name, CollectionMetrics(table, actions[i].subject->item.view(),
                                              request.return_item_collection_metrics));
  }
  response.item_collection_metrics = std::move(metrics).Take();
  response.consumed_capacity =
      meters.Report(request.return_consumed_capacity, CapacityKind::kTransactWrite);
  return response;
}

}  // namespace

Result<TransactWriteItemsResponse> TransactionOperations::TransactWriteItems(
    const TransactWriteItemsRequest& request) {
  const auto actions = BindActions(request);
  if (!actions) return actions.error();

  const std::string digest = request.client_request_token ? DigestOf(request) : std::string();
  const std::size_t bytes = SizeOf(*actions);
  std::vector<std::string_view> table_names;
  for (const BoundAction& action : *actions) {
    table_names.push_back(TableNameIn(action.parameters->table_name));
  }

  const WriteAccess access(catalog_, std::move(table_names));
  const auto plan = Plan(access, *actions, bytes);
  if (!plan) return plan.error();

  std::optional<KeyLocks::Held> token_held;
  ExtraRows token_rows;
  if (request.client_request_token) {
    const std::string& token = *request.client_request_token;
    const TimePoint now = clock_.Now();
    token_held.emplace(token_locks_.Acquire(token));

    const auto used = FindToken(store_, token, now);
    if (!used) return used.error();
    if (*used) SyncScope::Saw(store_, store_.last_sequence());
    if (*used && (*used)->digest != digest) {
      return Error{.code = ErrorCode::kIdempotentParameterMismatch, .message = {}};
    }
    if (*used) return Replay(**used, *actions, request.return_consumed_capacity);
    token_rows = [&, now](std::span<const WriteOutcome> outcomes) -> Result<std::vector<ExtraRow>> {
      return RowsOfToken(token, Remembered(digest, outcomes), now);
    };
  }

  const auto outcomes = writer_.WriteAll(access, plan->writes, token_rows);
  if (!outcomes) return outcomes.error();
  for (std::size_t i = 0; i < actions->size(); ++i) {
    CountWrite(*plan->tables[i], (*actions)[i].subject->item.view(), (*outcomes)[i],
               kTransactionFactor);
  }
  if (auto cancelled = CancellationOf(*plan, *actions, *outcomes)) return *std::move(cancelled);
  return Respond(request, *plan, *actions, *outcomes);
}

}  // namespace basalt
