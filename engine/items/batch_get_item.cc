// BatchGetItem: many items of many tables, by their keys.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"
#include "engine/items/item_operations.h"
#include "engine/items/memory_charge.h"
#include "engine/items/read_request.h"
#include "engine/items/request_checks.h"
#include "engine/items/row_reader.h"
#include "model/limits.h"

namespace basalt {
namespace {

using Projections = std::vector<std::optional<ProjectionPaths>>;  // One a table.

Error TooShort(const std::string& member) {
  return ValidationError("1 validation error detected: Value at '" + member +
                         "' failed to satisfy constraint: Member must have length greater than or "
                         "equal to 1");
}

Status CheckShape(const BatchGetItemRequest& request) {
  if (request.request_items.empty()) return TooShort("RequestItems");
  std::size_t keys = 0;
  for (const auto& [table_name, wanted] : request.request_items) {
    if (wanted.keys.empty()) return TooShort("RequestItems." + table_name + ".member.Keys");
    keys += wanted.keys.size();
  }
  if (keys > kBatchGetKeysMax) {
    return ValidationError("Too many items requested for the BatchGetItem call");
  }
  return Done{};
}

Status CheckKeys(const std::vector<RequestItem>& keys) {
  for (const RequestItem& key : keys) {
    if (key.fault) return *key.fault;
  }
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    for (auto other = keys.begin(); other != key; ++other) {
      if (key->item == other->item) {
        return ValidationError("Provided list of item keys contains duplicates");
      }
    }
  }
  return Done{};
}

// What AWS checks of all tables before it looks at the first.
Result<Projections> BindTables(const BatchGetItemRequest& request) {
  if (auto fits = CheckShape(request); !fits) return std::move(fits).error();

  Projections projections;
  for (const auto& [table_name, wanted] : request.request_items) {
    const ProjectionParameters parameters{
        wanted.projection_expression, wanted.expression_attribute_names, &wanted.attributes_to_get};
    if (auto used = CheckProjectionUse(parameters); !used) return std::move(used).error();
    if (auto sound = CheckKeys(wanted.keys); !sound) return std::move(sound).error();
    auto projection = BindProjection(parameters);
    if (!projection) return std::move(projection).error();
    projections.push_back(*std::move(projection));
  }
  return projections;
}

// Where the items are; the tables stay as long as this does.
struct GetPlan {
  std::vector<std::shared_ptr<const Table>> tables;  // One for each of the request's.
  std::vector<std::string> row_keys;
};

Result<GetPlan> Plan(const Catalog& catalog, const BatchGetItemRequest& request) {
  GetPlan plan;
  for (const auto& [table_name, wanted] : request.request_items) {
    auto table = FindTable(catalog, table_name);
    if (!table) return std::move(table).error();
    for (const RequestItem& key : wanted.keys) {
      auto row_key = RowKeyOf(**table, key);
      if (!row_key) return std::move(row_key).error();
      plan.row_keys.push_back(*std::move(row_key));
    }
    plan.tables.push_back(*std::move(table));
  }
  return plan;
}

KeysAndAttributes WithoutKeys(const KeysAndAttributes& wanted) {
  return {.keys = {},
          .consistent_read = wanted.consistent_read,
          .projection_expression = wanted.projection_expression,
          .expression_attribute_names = wanted.expression_attribute_names,
          .attributes_to_get = wanted.attributes_to_get};
}

}  // namespace

Result<BatchGetItemResponse> ItemOperations::BatchGetItem(
    const BatchGetItemRequest& request) const {
  const auto projections = BindTables(request);
  if (!projections) return projections.error();
  const auto plan = Plan(catalog_, request);
  if (!plan) return plan.error();

  const Snapshot snapshot = store_.TakeSnapshot();
  RowReader rows(snapshot, plan->row_keys);
  MemoryCharge charge;  // For the items in the response.
  BatchGetItemResponse response;
  CapacityMeters meters;
  std::size_t reply_bytes = 0;
  bool full = false;
  for (std::size_t i = 0; i < request.request_items.size(); ++i) {
    const auto& [table_name, wanted] = request.request_items[i];
    const ReadConsistency consistency = ConsistencyOf(wanted.consistent_read);
    ItemList& items = response.responses.emplace_back(table_name, ItemList()).second;
    KeysAndAttributes unprocessed = WithoutKeys(wanted);
    for (const RequestItem& key : wanted.keys) {
      if (full) {
        unprocessed.keys.push_back(key);
        continue;
      }
      const auto found = rows.Next();
      if (!found) return found.error();
      const ItemView item = *found ? ItemView((*found)->bytes()) : ItemView();
      full = reply_bytes + item.size_bytes() > kReplyBytesMax;
      if (full) {
        unprocessed.keys.push_back(key);
        continue;
      }
      reply_bytes += item.size_bytes();
      const double units = ReadUnits(item.size_bytes(), consistency);
      meters.ForTable(table_name).AddTable(units);
      plan->tables[i]->CountAccess(plan->tables[i]->schema.id, key.item.view(), units);
      if (!*found) continue;
      charge.Add(item.bytes().size());
      items.Append(AnswerOf((*projections)[i], item).view());
    }
    if (!unprocessed.keys.empty()) {
      response.unprocessed_keys.emplace_back(table_name, std::move(unprocessed));
    }
  }
  response.consumed_capacity = meters.Report(request.return_consumed_capacity);
  return response;
}

}  // namespace basalt
