#include "wire/json/capacity_json.h"

#include "wire/json/item_json.h"

namespace basalt::wire {
namespace {

void AppendUnits(JsonObject& object, const std::optional<double>& units, std::string_view name) {
  if (units) object.Double(name, *units);
}

void AppendCapacity(std::string& out, const Capacity& capacity) {
  JsonObject object(out);
  object.Double("CapacityUnits", capacity.capacity_units);
  AppendUnits(object, capacity.read_capacity_units, "ReadCapacityUnits");
  AppendUnits(object, capacity.write_capacity_units, "WriteCapacityUnits");
}

void AppendIndexes(JsonObject& object, std::string_view name,
                   const std::map<std::string, Capacity>& indexes) {
  if (indexes.empty()) return;
  JsonObject by_name(object.Member(name));
  for (const auto& [index, capacity] : indexes) {
    AppendCapacity(by_name.MemberOfUser(index), capacity);
  }
}

void AppendConsumed(std::string& out, const ConsumedCapacity& consumed) {
  JsonObject object(out);
  object.Double("CapacityUnits", consumed.capacity_units);
  AppendIndexes(object, "GlobalSecondaryIndexes", consumed.global_secondary_indexes);
  AppendIndexes(object, "LocalSecondaryIndexes", consumed.local_secondary_indexes);
  AppendUnits(object, consumed.read_capacity_units, "ReadCapacityUnits");
  if (consumed.table) AppendCapacity(object.Member("Table"), *consumed.table);
  object.String("TableName", consumed.table_name);
  AppendUnits(object, consumed.write_capacity_units, "WriteCapacityUnits");
}

void AppendMetrics(std::string& out, const ItemCollectionMetrics& metrics) {
  JsonObject object(out);
  AppendItemJson(object.Member("ItemCollectionKey"), metrics.item_collection_key.view());
  JsonArray range(object.Member("SizeEstimateRangeGB"));
  AppendJsonDouble(range.Element(), metrics.size_estimate_lower_gb);
  AppendJsonDouble(range.Element(), metrics.size_estimate_upper_gb);
}

}  // namespace

void AppendConsumedCapacity(JsonObject& reply, const std::optional<ConsumedCapacity>& consumed) {
  if (consumed) AppendConsumed(reply.Member("ConsumedCapacity"), *consumed);
}

void AppendConsumedCapacity(JsonObject& reply, const std::vector<ConsumedCapacity>& consumed) {
  if (consumed.empty()) return;
  JsonArray array(reply.Member("ConsumedCapacity"));
  for (const ConsumedCapacity& table : consumed) AppendConsumed(array.Element(), table);
}

void AppendItemCollectionMetrics(JsonObject& reply,
                                 const std::optional<ItemCollectionMetrics>& metrics) {
  if (metrics) AppendMetrics(reply.Member("ItemCollectionMetrics"), *metrics);
}

void AppendItemCollectionMetrics(
    JsonObject& reply,
    const std::vector<std::pair<std::string, std::vector<ItemCollectionMetrics>>>& by_table) {
  if (by_table.empty()) return;
  JsonObject tables(reply.Member("ItemCollectionMetrics"));
  for (const auto& [table, metrics] : by_table) {
    JsonArray array(tables.MemberOfUser(table));
    for (const ItemCollectionMetrics& collection : metrics) {
      AppendMetrics(array.Element(), collection);
    }
  }
}

}  // namespace basalt::wire
