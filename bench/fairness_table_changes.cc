// How long a change of a table takes beside 32 writers, in process and over HTTP.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/calls.h"
#include "bench/fairness_bench.h"
#include "bench/items.h"
#include "bench/load.h"
#include "bench/server_process.h"

namespace basalt::bench {
namespace {

constexpr int kWriters = 32;
constexpr int kTables = 70;  // Three changes each.
constexpr double kGoalMilliseconds = 100;

// Makes a number of changes, one after the other, and takes the time of each.
using Change = std::function<void()>;

double P99Of(std::vector<double> milliseconds) {
  std::ranges::sort(milliseconds);
  return milliseconds[milliseconds.size() * 99 / 100];
}

double MillisecondsOf(const Change& change) {
  const auto start = std::chrono::steady_clock::now();
  change();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

void AddRow(Table& table, const std::string& where, const std::vector<double>& milliseconds) {
  table.push_back(
      {.name = fmt::format("changes of tables beside {} writers, {}, p99", kWriters, where),
       .unit = "ms",
       .ours = P99Of(milliseconds),
       .baseline = 0,
       .sense = Goal::kAtMost,
       .goal = kGoalMilliseconds});
}

std::vector<double> ChangeInProcess(Database& database) {
  std::vector<double> milliseconds;
  for (int number = 0; number < kTables; ++number) {
    const std::string name = fmt::format("changed-{}", number);
    const CreateTableRequest create{.table_name = name,
                                    .attribute_definitions = {{"pk"}},
                                    .key_schema = {{"pk", KeyType::kHash}},
                                    .billing_mode = BillingMode::kPayPerRequest};
    UpdateTableRequest update;  // Of the table that is written to.
    update.table_name = kPlainTable;
    update.deletion_protection_enabled = number % 2 == 0;
    milliseconds.push_back(MillisecondsOf(
        [&] { Require(bool(database.CreateTable(create)), "cannot create a table"); }));
    milliseconds.push_back(MillisecondsOf(
        [&] { Require(bool(database.UpdateTable(update)), "cannot update a table"); }));
    milliseconds.push_back(MillisecondsOf([&] {
      Require(bool(database.DeleteTable({.table_name = name})), "cannot delete a table");
    }));
  }
  return milliseconds;
}

void MeasureInProcess(Table& table, const std::string& where, const DatabaseOptions& options) {
  auto opened = Database::Open(options);
  Require(bool(opened), "cannot open a database");
  Database& database = **opened;
  CreateTables(database);
  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      for (int number = writer; !stop; number = (number + kWriters) % kItems) {
        PutItemRequest request;
        request.table_name = kPlainTable;
        request.item = MakeItem(number);
        Require(bool(database.PutItem(request)), "PutItem failed");
      }
    });
  }
  AddRow(table, "in process, " + where, ChangeInProcess(database));
  stop = true;
  for (std::thread& writer : writers) writer.join();
}

void MeasureOverHttp(Table& table, const std::filesystem::path& data) {
  const ServerProcess server(BASALT_EXECUTABLE, {"serve", "--port", "0", "--data", data.string()});
  MakeReady(server.port());
  const std::vector<std::string> puts = RequestsOf(PutCall());
  std::atomic<bool> stop = false;
  std::thread writers([&] {
    std::size_t position = 0;
    while (!stop) {
      Run({.port = server.port(),
           .connections = kWriters,
           .duration = std::chrono::milliseconds(200),
           .next_request = [&]() -> const std::string& { return puts[position++ % puts.size()]; }});
    }
  });
  std::vector<double> milliseconds;
  const auto ask = [&](std::string_view operation, const std::string& body) {
    const std::string request = HttpRequest("/", operation, body);
    milliseconds.push_back(MillisecondsOf([&] {
      const Reply reply = Ask(server.port(), request);
      Require(reply.status == 200, reply.body);
    }));
  };
  for (int number = 0; number < kTables; ++number) {
    const std::string name = fmt::format("changed-{}", number);
    ask("CreateTable",
        fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST",)"
                    R"("AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}}],)"
                    R"("KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}}]}})",
                    name));
    ask("DeleteTable", fmt::format(R"({{"TableName":"{}"}})", name));
  }
  stop = true;
  writers.join();
  AddRow(table, "HTTP, commit", milliseconds);
}

}  // namespace

void MeasureTableChanges(Table& table) {
  const TemporaryDirectory directory;
  MeasureInProcess(table, "in memory", {});
  MeasureInProcess(
      table, "interval",
      {.directory = directory.path() / "interval", .durability = Durability::kInterval});
  MeasureInProcess(table, "commit", {.directory = directory.path() / "commit"});
  MeasureOverHttp(table, directory.path() / "http");
}

}  // namespace basalt::bench
