#include "tests/faults/workload.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/unit/engine/tables_world.h"

namespace basalt::fault_test {
namespace {

using tables_test::Count;
using tables_test::CreateIndex;
using tables_test::DeleteIndex;
using tables_test::Global;
using tables_test::OnDemandTable;
using tables_test::Text;

constexpr const char* kDefinitions = "pk sk:N";
constexpr const char* kDefinitionsWithGroup = "pk sk:N group";
constexpr const char* kTableKey = "pk #sk";

Item KeyOf(const ItemKey& key) { return {{"pk", Text(key.first)}, {"sk", Count(key.second)}}; }

std::int64_t VersionOf(const Item& item) {
  return std::stoll(std::get<Number>(item.at("version").data).ToString());
}

// What a result says of the operation, where no refusal is expected.
template <typename T>
Outcome OutcomeOf(const Result<T>& result) {
  if (result) return Outcome::kDone;
  if (result.error().code == ErrorCode::kInternal) return Outcome::kUnknown;
  ADD_FAILURE() << "refused: " << result.error().message;
  return Outcome::kRefused;
}

bool IsDue(const Item& item, std::int64_t second) {
  const AttributeValue* expires = Find(item, "expires");
  return expires != nullptr && std::stoll(std::get<Number>(expires->data).ToString()) <= second;
}

}  // namespace

ItemKey Workload::AnyKey() { return {"p" + std::to_string(Below(4)), std::int64_t(Below(4))}; }

Item Workload::NewItem(const ItemKey& key) {
  Item item = KeyOf(key);
  item["version"] = Count(++last_version_);
  if (Below(4) > 0) item["group"] = Text("g" + std::to_string(Below(3)));
  // Some are longer than a block of the log.
  const std::size_t bytes_max =
      Below(20) == 0 ? 40 * options_.payload_bytes_max : options_.payload_bytes_max;
  std::string payload(Below(bytes_max), ' ');
  for (char& c : payload) c = static_cast<char>('!' + Below(90));
  item["payload"] = Text(std::move(payload));
  if (options_.expires && Below(3) == 0) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.Now());
    item["expires"] =
        Count(now.time_since_epoch().count() + 2 + static_cast<std::int64_t>(Below(5)));
  }
  return item;
}

void Workload::AddWrite(Operation& operation, const Contents& contents) {
  const ItemKey key = AnyKey();
  const bool twice =
      std::ranges::any_of(operation.writes, [&](const auto& write) { return write.first == key; });
  if (twice) return;
  const bool deleted = operation.kind == Kind::kDelete ||
                       (operation.kind != Kind::kPut && operation.kind != Kind::kUpdate &&
                        contents.items.contains(key) && Below(4) == 0);
  operation.writes.emplace_back(key, deleted ? std::nullopt : std::optional(NewItem(key)));
}

Operation Workload::Writes(Kind kind, const Contents& contents) {
  Operation operation{.kind = kind};
  const bool several = kind == Kind::kBatch || kind == Kind::kTransaction;
  const std::size_t count = several ? 1 + Below(5) : 1;
  for (std::size_t write = 0; write < count; ++write) AddWrite(operation, contents);
  if (kind == Kind::kTransaction) operation.token = std::to_string(random_());
  return operation;
}

Operation Workload::Next(const Contents& contents) {
  if (!contents.has_table) return {.kind = Kind::kCreateTable};
  if (options_.expires && !contents.expires) return {.kind = Kind::kEnableTimeToLive};
  const std::size_t choice = Below(100);
  if (choice < 30) return Writes(Kind::kPut, contents);
  if (choice < 42) return Writes(Kind::kUpdate, contents);
  if (choice < 50) return Writes(Kind::kDelete, contents);
  if (choice < 60) return Writes(Kind::kBatch, contents);
  if (choice < 75) return Writes(Kind::kTransaction, contents);
  if (choice < 80 && !contents.items.empty()) {
    Operation refused{.kind = Kind::kRefused};
    const ItemKey key = contents.items.begin()->first;
    refused.writes.emplace_back(key, NewItem(key));
    return refused;
  }
  if (choice < 86) {
    return {.kind = contents.has_extra_index ? Kind::kDeleteIndex : Kind::kCreateIndex};
  }
  if (choice < 94) {
    if (!contents.has_other_table) return {.kind = Kind::kCreateOtherTable};
    if (Below(3) == 0) return {.kind = Kind::kDeleteOtherTable};
    Operation put = Writes(Kind::kPut, contents);
    put.to_other_table = true;
    return put;
  }
  if (choice < 96) return {.kind = Kind::kRollOverShards};
  if (!options_.expires) return Writes(Kind::kPut, contents);
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.Now());
  return {.kind = Kind::kExpire,
          .second = now.time_since_epoch().count() + 1 + static_cast<std::int64_t>(Below(3))};
}

void Workload::Apply(const Operation& operation, Contents& contents) {
  switch (operation.kind) {
    case Kind::kCreateTable:
      contents.has_table = true;
      return;
    case Kind::kEnableTimeToLive:
      contents.expires = true;
      return;
    case Kind::kCreateIndex:
    case Kind::kDeleteIndex:
      contents.has_extra_index = operation.kind == Kind::kCreateIndex;
      return;
    case Kind::kCreateOtherTable:
    case Kind::kDeleteOtherTable:
      contents.has_other_table = operation.kind == Kind::kCreateOtherTable;
      contents.other_items.clear();
      return;
    case Kind::kRefused:
    case Kind::kRollOverShards:
      return;
    case Kind::kExpire:
      std::erase_if(contents.items, [&](const auto& entry) {
        if (!IsDue(entry.second, operation.second)) return false;
        contents.changes[entry.first].emplace_back(VersionOf(entry.second), std::nullopt);
        return true;
      });
      return;
    default:
      break;
  }
  for (const auto& [key, item] : operation.writes) {
    auto& items = operation.to_other_table ? contents.other_items : contents.items;
    const auto before = items.find(key);
    Contents::Change change;
    if (before != items.end()) change.first = VersionOf(before->second);
    if (item) change.second = VersionOf(*item);
    if (item) {
      items[key] = *item;
    } else {
      items.erase(key);
    }
    const bool recorded = !operation.to_other_table && (change.first || change.second);
    if (recorded) contents.changes[key].push_back(change);
  }
}

Outcome Workload::Do(Database& database, const Operation& operation) const {
  switch (operation.kind) {
    case Kind::kPut:
    case Kind::kUpdate:
    case Kind::kDelete:
    case Kind::kBatch:
    case Kind::kRefused:
      return DoItems(database, operation);
    case Kind::kTransaction:
      return DoTransaction(database, operation);
    case Kind::kExpire:
      return Expire(database, operation);
    default:
      return DoTables(database, operation);
  }
}

Outcome Workload::DoItems(Database& database, const Operation& operation) const {
  const std::string table = operation.to_other_table ? other_table() : options_.name;
  if (operation.kind == Kind::kBatch) {
    std::vector<WriteRequest> requests;
    for (const auto& [key, item] : operation.writes) {
      if (item) {
        requests.emplace_back(PutRequest{*item});
      } else {
        requests.emplace_back(DeleteRequest{KeyOf(key)});
      }
    }
    return OutcomeOf(database.BatchWriteItem({.request_items = {{table, std::move(requests)}}}));
  }
  const auto& [key, item] = operation.writes.front();
  if (operation.kind == Kind::kDelete) {
    DeleteItemRequest request;
    request.table_name = table;
    request.key = KeyOf(key);
    return OutcomeOf(database.DeleteItem(request));
  }
  if (operation.kind == Kind::kUpdate) {
    UpdateItemRequest request;
    request.table_name = table;
    request.key = KeyOf(key);
    std::string sets, removes;
    Item values;
    request.expression_attribute_names.emplace();
    for (const char* name : {"version", "group", "payload", "expires"}) {
      const AttributeValue* value = Find(*item, name);
      (*request.expression_attribute_names)["#" + std::string(name)] = name;
      if (value != nullptr) values[":" + std::string(name)] = *value;
      std::string& list = value != nullptr ? sets : removes;
      list += (list.empty() ? "#" : ", #") + std::string(name);
      if (value != nullptr) list += " = :" + std::string(name);
    }
    request.expression_attribute_values = values;
    request.update_expression = "SET " + sets + (removes.empty() ? "" : " REMOVE " + removes);
    return OutcomeOf(database.UpdateItem(request));
  }
  PutItemRequest request;
  request.table_name = table;
  request.item = *item;
  if (operation.kind != Kind::kRefused) return OutcomeOf(database.PutItem(request));

  request.condition_expression = "attribute_not_exists(pk)";
  const auto put = database.PutItem(request);
  EXPECT_FALSE(put);
  if (put || put.error().code == ErrorCode::kConditionalCheckFailed) return Outcome::kRefused;
  return OutcomeOf(put);
}

Outcome Workload::DoTransaction(Database& database, const Operation& operation) const {
  TransactWriteItemsRequest request;
  request.client_request_token = operation.token;
  for (const auto& [key, item] : operation.writes) {
    if (item) {
      TransactPut put;
      put.table_name = options_.name;
      put.item = *item;
      request.transact_items.emplace_back(std::move(put));
    } else {
      TransactDelete erase;
      erase.table_name = options_.name;
      erase.key = KeyOf(key);
      request.transact_items.emplace_back(std::move(erase));
    }
  }
  return OutcomeOf(database.TransactWriteItems(request));
}

Outcome Workload::DoTables(Database& database, const Operation& operation) const {
  switch (operation.kind) {
    case Kind::kCreateTable: {
      CreateTableRequest request = OnDemandTable(options_.name, kDefinitionsWithGroup, kTableKey);
      request.global_secondary_indexes = {Global("by-group", "group #sk")};
      request.stream_specification = {.stream_enabled = true,
                                      .stream_view_type = StreamViewType::kNewAndOldImages};
      return OutcomeOf(database.CreateTable(request));
    }
    case Kind::kEnableTimeToLive:
      return OutcomeOf(database.UpdateTimeToLive(
          {.table_name = options_.name, .time_to_live_specification = {true, "expires"}}));
    case Kind::kCreateIndex: {
      const auto created = database.UpdateTable(CreateIndex(
          options_.name, kDefinitionsWithGroup, Global("extra", "group", tables_test::All())));
      return OutcomeOf(created);
    }
    case Kind::kDeleteIndex:
      return OutcomeOf(database.UpdateTable(DeleteIndex(options_.name, "extra")));
    case Kind::kCreateOtherTable:
      return OutcomeOf(database.CreateTable(OnDemandTable(other_table(), kDefinitions, kTableKey)));
    case Kind::kDeleteOtherTable:
      return OutcomeOf(database.DeleteTable({other_table()}));
    default: {
      const auto table = database.DescribeTable({options_.name});
      if (!table) return OutcomeOf(table);
      return OutcomeOf(database.RollOverShards(table->table.latest_stream_arn.value_or("")));
    }
  }
}

Outcome Workload::Expire(Database& database, const Operation& operation) const {
  clock_.Set(TimePoint(std::chrono::seconds(operation.second)) + std::chrono::seconds(1));
  if (!options_.expires) return Outcome::kDone;
  constexpr int kLooksMax = 5'000;
  for (int look = 0; look < kLooksMax; ++look) {
    ScanRequest scan;
    scan.table_name = options_.name;
    scan.consistent_read = true;
    const auto page = database.Scan(scan);
    if (!page) return OutcomeOf(page);
    bool due = false;
    for (std::size_t item = 0; item < page->items->size(); ++item) {
      due = due || IsDue(ToItem((*page->items)[item]), operation.second);
    }
    if (!due) return Outcome::kDone;
    // Whether the sweeper can still write, only a write can tell.
    const bool asks = look % 100 == 99;
    if (asks && DoTables(database, {.kind = Kind::kRollOverShards}) != Outcome::kDone) {
      return Outcome::kUnknown;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ADD_FAILURE() << "what is due does not expire";
  return Outcome::kUnknown;
}

}  // namespace basalt::fault_test
