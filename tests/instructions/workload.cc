// A small fixed workload, for counting instructions: operations from JSON to JSON on a database in
// memory. Under callgrind each operation's count is dumped by its name; check.py runs it.
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

#include "basalt/database.h"
#include "wire/operations/registry.h"

namespace basalt {
namespace {

constexpr int kRuns = 100;  // As check.py has it.
constexpr int kWarmUps = 20;
constexpr int kItems = 200;
constexpr int kPartitionItems = 100;
constexpr int kBatchItems = 25;
constexpr int kTransactionItems = 4;

void Call(Database& database, std::string_view operation, std::string body) {
  const auto reply = wire::FindOperation(operation)->handler(database, body);
  if (reply) return;
  std::fprintf(stderr, "%s: %s\n", std::string(operation).c_str(), reply.error().message.c_str());
  std::exit(1);
}

std::string String(const std::string& name, const std::string& value) {
  return "\"" + name + "\":{\"S\":\"" + value + "\"}";
}

std::string Keys(int number) {
  return String("pk", "customer#" + std::to_string(100 + number / kPartitionItems)) + "," +
         String("sk", "order#" + std::to_string(1000 + number % kItems));
}

// Of ten attributes and 400 bytes.
std::string Item(int number) {
  return "{" + Keys(number) + "," + String("created", "2026-05-17T09:31:26.123Z") + "," +
         String("email", "someone.with.a.name@example.com") + "," +
         String("name", "Somebody With A Name") + "," + String("owner", "somebody#17") + "," +
         String("note", std::string(220, 'x')) +
         R"(,"active":{"BOOL":true},"price":{"N":"1234.25"},"visits":{"N":"1000000"}})";
}

std::string Puts(const std::string& before, const std::string& after, int first, int count) {
  std::string puts;
  for (int number = first; number < first + count; ++number) {
    puts += (puts.empty() ? "" : ",") + before + Item(number) + after;
  }
  return puts;
}

void Count(const char* operation, const std::function<void(int run)>& run) {
  for (int i = 0; i < kWarmUps; ++i) run(i);
  CALLGRIND_ZERO_STATS;
  for (int i = 0; i < kRuns; ++i) run(i);
  CALLGRIND_DUMP_STATS_AT(operation);
}

void Run(Database& database) {
  const std::string table = R"({"TableName":"items",)";
  Call(database, "CreateTable",
       table + R"("BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
               R"({"AttributeName":"pk","AttributeType":"S"},)"
               R"({"AttributeName":"sk","AttributeType":"S"}],"KeySchema":[)"
               R"({"AttributeName":"pk","KeyType":"HASH"},)"
               R"({"AttributeName":"sk","KeyType":"RANGE"}]})");
  for (int number = 0; number < kItems; ++number) {
    Call(database, "PutItem", table + "\"Item\":" + Item(number) + "}");
  }

  Count("GetItem",
        [&](int run) { Call(database, "GetItem", table + "\"Key\":{" + Keys(run) + "}}"); });
  Count("PutItem",
        [&](int run) { Call(database, "PutItem", table + "\"Item\":" + Item(run) + "}"); });
  Count("UpdateItem", [&](int run) {
    Call(database, "UpdateItem",
         table + "\"Key\":{" + Keys(run) +
             R"(},"UpdateExpression":"ADD visits :one",)"
             R"("ConditionExpression":"attribute_exists(pk) AND visits < :most",)"
             R"("ExpressionAttributeValues":{":one":{"N":"1"},":most":{"N":"9000000"}}})");
  });
  Count("Query", [&](int run) {
    Call(database, "Query",
         table + R"("KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{)" +
             String(":p", "customer#" + std::to_string(100 + run % 2)) + "}}");
  });
  Count("Scan", [&](int /*run*/) {
    Call(database, "Scan",
         table + R"("FilterExpression":"visits < :n",)"
                 R"("ExpressionAttributeValues":{":n":{"N":"5"}}})");
  });
  Count("BatchWriteItem", [&](int run) {
    Call(database, "BatchWriteItem",
         R"({"RequestItems":{"items":[)" +
             Puts(R"({"PutRequest":{"Item":)", "}}", run, kBatchItems) + "]}}");
  });
  Count("TransactWriteItems", [&](int run) {
    Call(database, "TransactWriteItems",
         R"({"TransactItems":[)" +
             Puts(R"({"Put":{"TableName":"items","Item":)", "}}", run, kTransactionItems) + "]}");
  });
}

}  // namespace
}  // namespace basalt

int main() {
  auto database = basalt::Database::Open({});
  if (!database) return 1;
  basalt::Run(**database);
}
