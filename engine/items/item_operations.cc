#include "engine/items/item_operations.h"

#include <memory>
#include <optional>
#include <utility>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"
#include "engine/items/read_request.h"
#include "engine/items/request_checks.h"
#include "engine/items/write_plan.h"
#include "engine/items/write_request.h"
#include "engine/items/write_response.h"
#include "expr/update/statement_size.h"
#include "model/limits.h"

namespace basalt {
namespace {

std::optional<EncodedItem> Whole(const std::optional<ItemView>& item) {
  if (!item) return std::nullopt;
  return EncodedItem(*item);
}

// The parts that an update wrote; none where there are none.
std::optional<EncodedItem> Updated(const std::optional<Update>& update,
                                   const std::optional<ItemView>& item) {
  if (!update || !item) return std::nullopt;
  EncodedItem parts = UpdatedAttributes(*update, *item);
  if (parts.view().attributes().empty()) return std::nullopt;
  return parts;
}

std::optional<EncodedItem> AttributesOf(ReturnValues wanted, const BoundWrite& bound,
                                        const WriteOutcome& outcome) {
  switch (wanted) {
    case ReturnValues::kNone:
      return std::nullopt;
    case ReturnValues::kAllOld:
      return Whole(outcome.before());
    case ReturnValues::kAllNew:
      return Whole(outcome.after());
    case ReturnValues::kUpdatedOld:
      return Updated(bound.update, outcome.before());
    case ReturnValues::kUpdatedNew:
      return Updated(bound.update, outcome.after());
  }
  return std::nullopt;
}

// An UpdateItem's plan. In transactions AWS does not look at the statement's size.
Result<PlannedWrite> PlanUpdateItem(const Table& table, ItemView key, const BoundWrite& bound) {
  auto plan = PlanUpdate(table, key, bound);
  const bool is_legacy = bound.update && bound.update->is_legacy();
  if (!plan || !bound.update || is_legacy) return plan;
  if (StatementSize(*bound.update) > kItemBytesMax) return UpdateTooLarge();
  return plan;
}

// What a single-item write is, apart from its table's description.
struct SingleWrite {
  const std::string& table_name;
  const ConditionalWrite& parameters;
  ItemView subject;  // The item or the key.
  Result<PlannedWrite> (*plan)(const Table& table, ItemView subject, const BoundWrite& bound);
};

Result<WriteItemResponse> Do(const SingleWrite& write, const Result<BoundWrite>& bound,
                             Catalog& catalog, ItemWriter& writer) {
  if (!bound) return bound.error();

  const WriteAccess access(catalog, TableNameIn(write.table_name));
  const auto table = FindTable(access, write.table_name);
  if (!table) return table.error();
  const auto plan = write.plan(**table, write.subject, *bound);
  if (!plan) return plan.error();

  const auto outcome = writer.Write(access, *plan);
  if (!outcome) return outcome.error();
  CountWrite(**table, write.subject, *outcome, 1);
  const ConditionalWrite& parameters = write.parameters;
  if (outcome->refusal()) {
    return RefusalOf(*outcome, parameters.return_values_on_condition_check_failure);
  }

  WriteItemResponse response;
  response.attributes = AttributesOf(parameters.return_values, *bound, *outcome);
  if (parameters.return_consumed_capacity != ReturnConsumedCapacity::kNone) {
    CapacityMeter meter;
    MeterWrite(**table, *outcome, 1, meter);
    response.consumed_capacity =
        meter.Report(write.table_name, parameters.return_consumed_capacity);
  }
  response.item_collection_metrics =
      CollectionMetrics(**table, write.subject, parameters.return_item_collection_metrics);
  return response;
}

}  // namespace

// Nearly always the last write to the item is on stable storage; else the answer is the item as it
// was at the last sync. Where there is none, its table may be gone without a write to the item.
Result<std::optional<PinnedValue>> ItemOperations::ReadItem(const std::string& row_key) const {
  auto row = store_.Latest().Get(Family::kItems, row_key);
  if (!row || !store_.answers_when_synced()) return row;
  if (*row && locks_.LastWrite(row_key) <= store_.answerable()) return row;
  return store_.TakeSnapshot().Get(Family::kItems, row_key);
}

Result<GetItemResponse> ItemOperations::GetItem(const GetItemRequest& request) const {
  if (request.key.fault) return *request.key.fault;
  const auto projection =
      BindProjection({request.projection_expression, request.expression_attribute_names,
                      &request.attributes_to_get});
  if (!projection) return projection.error();

  const auto table = FindTable(catalog_, request.table_name);
  if (!table) return table.error();
  const auto row_key = RowKeyOf(**table, request.key);
  if (!row_key) return row_key.error();

  const auto row = ReadItem(*row_key);
  if (!row) return row.error();

  GetItemResponse response;
  std::size_t bytes = 0;
  if (*row) {
    const ItemView item((*row)->bytes());
    bytes = item.size_bytes();
    response.item = AnswerOf(*projection, item);
  }
  const double units = ReadUnits(bytes, ConsistencyOf(request.consistent_read));
  (*table)->CountAccess((*table)->schema.id, request.key.item.view(), units);
  if (request.return_consumed_capacity != ReturnConsumedCapacity::kNone) {
    CapacityMeter meter;
    meter.AddTable(units);
    response.consumed_capacity = meter.Report(request.table_name, request.return_consumed_capacity);
  }
  return response;
}

Result<PutItemResponse> ItemOperations::PutItem(const PutItemRequest& request) {
  return Do({request.table_name, request, request.item.item.view(), &PlanPut}, BindPutItem(request),
            catalog_, writer_);
}

Result<UpdateItemResponse> ItemOperations::UpdateItem(const UpdateItemRequest& request) {
  return Do({request.table_name, request, request.key.item.view(), &PlanUpdateItem},
            BindUpdateItem(request), catalog_, writer_);
}

Result<DeleteItemResponse> ItemOperations::DeleteItem(const DeleteItemRequest& request) {
  return Do({request.table_name, request, request.key.item.view(), &PlanDelete},
            BindDeleteItem(request), catalog_, writer_);
}

}  // namespace basalt
