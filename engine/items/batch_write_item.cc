// BatchWriteItem: puts and deletes of many items of many tables, without conditions.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/capacity/capacity_meter.h"
#include "engine/items/item_operations.h"
#include "engine/items/request_checks.h"
#include "engine/items/write_plan.h"
#include "engine/items/write_response.h"
#include "model/limits.h"

namespace basalt {
namespace {

// A batch's writes against the tables as they are; the tables stay as long as this does.
struct BatchPlan {
  std::vector<std::shared_ptr<const Table>> tables;  // One for each of the request's.
  std::vector<PlannedWrite> writes;
};

const RequestItem& SubjectOf(const WriteRequest& write) {
  if (const auto* put = std::get_if<PutRequest>(&write)) return put->item;
  return std::get<DeleteRequest>(write).key;
}

Status CheckWrite(const WriteRequest& write) {
  if (std::holds_alternative<std::monostate>(write)) {
    return ValidationError(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
        "supported datatypes");
  }
  const RequestItem& subject = SubjectOf(write);
  if (subject.fault) return *subject.fault;
  if (std::holds_alternative<PutRequest>(write)) return CheckItemSize(subject.item.view());
  return Done{};
}

// What AWS checks of the whole batch before it looks at the first table.
Status CheckBatch(const BatchWriteItemRequest& request) {
  if (request.request_items.empty()) {
    return ValidationError("The requestItems parameter is required for BatchWriteItem");
  }
  std::size_t count = 0;
  for (const auto& [table_name, writes] : request.request_items) {
    if (writes.empty()) {
      return ValidationError("The batch write request list for a table cannot be null or empty: " +
                             table_name);
    }
    count += writes.size();
  }
  if (count > kBatchWriteItemsMax) {
    return ValidationError("Too many items requested for the BatchWriteItem call");
  }
  for (const auto& [table_name, writes] : request.request_items) {
    for (const WriteRequest& write : writes) {
      if (auto sound = CheckWrite(write); !sound) return sound;
    }
  }
  return Done{};
}

Result<PlannedWrite> PlanOne(const Table& table, const WriteRequest& write) {
  static const BoundWrite kUnconditional;
  const ItemView subject = SubjectOf(write).item.view();
  if (std::holds_alternative<DeleteRequest>(write)) {
    return PlanDelete(table, subject, kUnconditional);
  }
  // A batch says of an item without a proper key what other operations say of a key.
  if (!HasTypedKey(table.schema, subject)) {
    return ValidationError("The provided key element does not match the schema");
  }
  return PlanPut(table, subject, kUnconditional);
}

Result<BatchPlan> Plan(const WriteAccess& access, const BatchWriteItemRequest& request) {
  BatchPlan plan;
  for (const auto& [table_name, writes] : request.request_items) {
    auto table = FindTable(access, table_name);
    if (!table) return std::move(table).error();
    for (const WriteRequest& write : writes) {
      auto planned = PlanOne(**table, write);
      if (!planned) return std::move(planned).error();
      const auto same_item = [&](const PlannedWrite& other) {
        return other.row_key == planned->row_key;
      };
      if (std::ranges::any_of(plan.writes, same_item)) {
        return ValidationError("Provided list of item keys contains duplicates");
      }
      plan.writes.push_back(*std::move(planned));
    }
    plan.tables.push_back(*std::move(table));
  }
  return plan;
}

}  // namespace

Result<BatchWriteItemResponse> ItemOperations::BatchWriteItem(
    const BatchWriteItemRequest& request) {
  if (auto sound = CheckBatch(request); !sound) return std::move(sound).error();

  std::vector<std::string_view> table_names;
  for (const auto& [name, writes] : request.request_items) table_names.push_back(TableNameIn(name));
  const WriteAccess access(catalog_, std::move(table_names));
  const auto plan = Plan(access, request);
  if (!plan) return plan.error();
  const auto outcomes = writer_.WriteAll(access, plan->writes);
  if (!outcomes) return outcomes.error();

  BatchWriteItemResponse response;
  CapacityMeters meters;
  CollectionMetricsByTable metrics;
  auto outcome = outcomes->begin();
  for (std::size_t i = 0; i < request.request_items.size(); ++i) {
    const auto& [table_name, writes] = request.request_items[i];
    const Table& table = *plan->tables[i];
    for (const WriteRequest& write : writes) {
      CountWrite(table, SubjectOf(write).item.view(), *outcome, 1);
      MeterWrite(table, *outcome++, 1, meters.ForTable(table_name));
      metrics.Add(table_name, CollectionMetrics(table, SubjectOf(write).item.view(),
                                                request.return_item_collection_metrics));
    }
  }
  response.item_collection_metrics = std::move(metrics).Take();
  response.consumed_capacity = meters.Report(request.return_consumed_capacity);
  return response;
}

}  // namespace basalt
