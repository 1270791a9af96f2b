// TransactGetItems: from request to reply.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"
#include "engine/items/read_request.h"
#include "engine/items/request_checks.h"
#include "engine/items/row_reader.h"
#include "engine/transactions/transact_request.h"
#include "engine/transactions/transaction_operations.h"
#include "model/limits.h"

namespace basalt {
namespace {

using Projections = std::vector<std::optional<ProjectionPaths>>;  // One an item.

Result<Projections> BindGets(const std::vector<TransactGet>& gets) {
  if (gets.empty() || gets.size() > kTransactItemsMax) return BadTransactionLength(gets.size());

  for (const TransactGet& get : gets) {
    if (get.key.fault) return *get.key.fault;
  }
  Projections projections;
  for (const TransactGet& get : gets) {
    if (!get.projection_expression) {  // Names that come with none are let pass.
      projections.emplace_back();
      continue;
    }
    auto projection = BindProjection({get.projection_expression, get.expression_attribute_names});
    if (!projection) return std::move(projection).error();
    projections.push_back(*std::move(projection));
  }
  return projections;
}

// Where the items are; the tables stay as long as this does.
struct GetPlan {
  std::vector<std::shared_ptr<const Table>> tables;
  std::vector<std::string> row_keys;
};

Result<GetPlan> Plan(const Catalog& catalog, const std::vector<TransactGet>& gets) {
  GetPlan plan;
  for (const TransactGet& get : gets) {
    auto table = FindTable(catalog, get.table_name);
    if (!table) return std::move(table).error();
    plan.tables.push_back(*std::move(table));
  }

  Cancellation cancellation(gets.size());
  for (std::size_t i = 0; i < gets.size(); ++i) {
    auto row_key = RowKeyOf(*plan.tables[i], gets[i].key);
    if (row_key) {
      plan.row_keys.push_back(*std::move(row_key));
    } else {
      cancellation.Add(i, row_key.error());
    }
  }
  if (!cancellation.empty()) return std::move(cancellation).ToError();

  if (HasDuplicates({plan.row_keys.begin(), plan.row_keys.end()})) {
    return TransactionNamesItemTwice();
  }
  return plan;
}

}  // namespace

Result<TransactGetItemsResponse> TransactionOperations::TransactGetItems(
    const TransactGetItemsRequest& request) const {
  const std::vector<TransactGet>& gets = request.transact_items;
  const auto projections = BindGets(gets);
  if (!projections) return projections.error();
  const auto plan = Plan(catalog_, gets);
  if (!plan) return plan.error();

  const Snapshot snapshot = store_.TakeSnapshot();
  RowReader rows(snapshot, plan->row_keys);
  TransactGetItemsResponse response;
  CapacityMeters meters;
  std::size_t total_bytes = 0;
  for (std::size_t i = 0; i < gets.size(); ++i) {
    std::optional<EncodedItem>& answer = response.items.emplace_back();
    std::size_t bytes = 0;
    const auto row = rows.Next();
    if (!row) return row.error();
    if (*row) {
      const ItemView item((*row)->bytes());
      bytes = item.size_bytes();
      if (total_bytes + bytes > kTransactBytesMax) return TransactionTooLarge();
      EncodedItem projected = AnswerOf((*projections)[i], item);
      // Source: ExtendDB/extenddb#74, measured on AWS. GetItem answers an empty item.
      if (!projected.view().attributes().empty()) answer = std::move(projected);
    }
    total_bytes += bytes;
    const double units = ReadUnits(bytes, ReadConsistency::kTransactional);
    meters.ForTable(gets[i].table_name).AddTable(units);
    const Table& table = *plan->tables[i];
    table.CountAccess(table.schema.id, gets[i].key.item.view(), units);
  }
  response.consumed_capacity =
      meters.Report(request.return_consumed_capacity, CapacityKind::kTransactRead);
  return response;
}

}  // namespace basalt
