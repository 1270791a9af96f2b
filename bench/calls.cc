#include "bench/calls.h"

#include <fmt/format.h>

#include <chrono>
#include <random>
#include <string_view>
#include <thread>

#include "bench/items.h"
#include "bench/load.h"
#include "bench/table.h"
#include "wire/json/item_json.h"

namespace basalt::bench {
namespace {

constexpr int kBatch = 25;
constexpr int kTransactionItems = 4;
constexpr std::chrono::milliseconds kPause(20);

std::string Json(const EncodedItem& item) {
  std::string json;
  wire::AppendItemJson(json, item.view());
  return json;
}

// One body for each item that is chosen.
template <typename BodyOf>
Call CallOfItems(const char* operation, ItemChoice items, BodyOf body_of) {
  constexpr int kRequests = 2000;
  Call call{.operation = operation, .bodies = {}};
  std::minstd_rand random(items.seed);
  std::uniform_int_distribution<int> any(0, items.count - 1);
  for (int i = 0; i < kRequests; ++i) call.bodies.push_back(body_of(any(random)));
  return call;
}

// `count` items from item `first` on, each written by `append`, with commas between them.
template <typename Append>
std::string Joined(int first, int count, Append append) {
  std::string list;
  for (int number = first; number < first + count; ++number) {
    if (!list.empty()) list += ',';
    list += append(Json(MakeItem(number)));
  }
  return list;
}

}  // namespace

Call GetCall(ItemChoice items) {
  return CallOfItems("GetItem", items, [](int number) {
    return fmt::format(R"({{"TableName":"{}","Key":{}}})", kPlainTable, Json(KeyOf(number)));
  });
}

Call PutCall(ItemChoice items) {
  return CallOfItems("PutItem", items, [](int number) {
    return fmt::format(R"({{"TableName":"{}","Item":{}}})", kPlainTable, Json(MakeItem(number)));
  });
}

Call UpdateCall() {
  return CallOfItems("UpdateItem", {}, [](int number) {
    return fmt::format(R"({{"TableName":"{}","Key":{},"UpdateExpression":"ADD visits :one",)"
                       R"("ConditionExpression":"attribute_exists(pk) AND visits < :most",)"
                       R"("ExpressionAttributeValues":)"
                       R"({{":one":{{"N":"1"}},":most":{{"N":"9000000"}}}}}})",
                       kPlainTable, Json(KeyOf(number)));
  });
}

Call QueryCall() {
  Call call{.operation = "Query", .bodies = {}};
  for (int first = 0; first < kServedItems; first += kPartitionItems) {
    call.bodies.push_back(fmt::format(R"({{"TableName":"{}","KeyConditionExpression":"pk = :p",)"
                                      R"("ExpressionAttributeValues":{{":p":{{"S":"{}"}}}}}})",
                                      kPlainTable, PartitionOf(first)));
  }
  return call;
}

Call ScanCall() {
  return {.operation = "Scan", .bodies = {fmt::format(R"({{"TableName":"{}"}})", kPlainTable)}};
}

Call TransactCall() {
  Call call{.operation = "TransactWriteItems", .bodies = {}};
  for (int first = 0; first < kServedItems; first += kTransactionItems) {
    const auto put = [](const std::string& item) {
      return fmt::format(R"({{"Put":{{"TableName":"{}","Item":{}}}}})", kPlainTable, item);
    };
    call.bodies.push_back(
        fmt::format(R"({{"TransactItems":[{}]}})", Joined(first, kTransactionItems, put)));
  }
  return call;
}

Call BatchCall() {
  Call call{.operation = "BatchWriteItem", .bodies = {}};
  for (int first = 0; first < kServedItems; first += kBatch) {
    const auto put = [](const std::string& item) {
      return fmt::format(R"({{"PutRequest":{{"Item":{}}}}})", item);
    };
    call.bodies.push_back(fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", kPlainTable,
                                      Joined(first, kBatch, put)));
  }
  return call;
}

std::vector<std::string> RequestsOf(const Call& call, const std::string& target) {
  std::vector<std::string> requests;
  for (const std::string& body : call.bodies) {
    requests.push_back(HttpRequest(target, call.operation, body));
  }
  return requests;
}

void MakeReady(std::uint16_t port) {
  const auto ask = [&](std::string_view operation, const std::string& body) {
    const Reply reply = Ask(port, HttpRequest("/", operation, body));
    Require(reply.status == 200, reply.body);
  };
  ask("CreateTable",
      fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
                  R"({{"AttributeName":"pk","AttributeType":"S"}},)"
                  R"({{"AttributeName":"sk","AttributeType":"S"}}],"KeySchema":[)"
                  R"({{"AttributeName":"pk","KeyType":"HASH"}},)"
                  R"({{"AttributeName":"sk","KeyType":"RANGE"}}]}})",
                  kPlainTable));
  const std::string describe = fmt::format(R"({{"TableName":"{}"}})", kPlainTable);
  while (Ask(port, HttpRequest("/", "DescribeTable", describe)).body.find("CREATING") !=
         std::string::npos) {
    std::this_thread::sleep_for(kPause);
  }
  for (const std::string& body : BatchCall().bodies) ask("BatchWriteItem", body);
}

}  // namespace basalt::bench
