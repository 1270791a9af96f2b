#include "bench/http_bench.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bench/items.h"
#include "bench/load.h"
#include "bench/server_process.h"
#include "wire/json/item_json.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kServedItems = 20'000;
constexpr int kBatch = 25;
constexpr std::size_t kRequests = 2000;

std::string Json(const EncodedItem& item) {
  std::string json;
  wire::AppendItemJson(json, item.view());
  return json;
}

struct Call {
  std::string operation;
  std::vector<std::string> bodies;
};

Call GetCall() {
  Call call{.operation = "GetItem", .bodies = {}};
  for (const int number : Shuffled(kServedItems)) {
    if (call.bodies.size() == kRequests) break;
    call.bodies.push_back(
        fmt::format(R"({{"TableName":"{}","Key":{}}})", kPlainTable, Json(KeyOf(number))));
  }
  return call;
}

Call PutCall() {
  Call call{.operation = "PutItem", .bodies = {}};
  for (const int number : Shuffled(kServedItems)) {
    if (call.bodies.size() == kRequests) break;
    call.bodies.push_back(
        fmt::format(R"({{"TableName":"{}","Item":{}}})", kPlainTable, Json(MakeItem(number))));
  }
  return call;
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

void Ready(const ServerProcess& server) {
  const auto ask = [&](std::string_view operation, const std::string& body) {
    const Reply reply = Ask(server.port(), HttpRequest("/", operation, body));
    Require(reply.status == 200, reply.body);
  };
  ask("CreateTable",
      fmt::format(R"({{"TableName":"{}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
                  R"({{"AttributeName":"pk","AttributeType":"S"}},)"
                  R"({{"AttributeName":"sk","AttributeType":"S"}}],"KeySchema":[)"
                  R"({{"AttributeName":"pk","KeyType":"HASH"}},)"
                  R"({{"AttributeName":"sk","KeyType":"RANGE"}}]}})",
                  kPlainTable));
  for (int first = 0; first < kServedItems; first += kBatch) {
    std::string puts;
    for (int number = first; number < first + kBatch; ++number) {
      puts += fmt::format(R"({}{{"PutRequest":{{"Item":{}}}}})", puts.empty() ? "" : ",",
                          Json(MakeItem(number)));
    }
    ask("BatchWriteItem", fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", kPlainTable, puts));
  }
}

struct Speed {
  std::vector<double> per_second;
  std::vector<double> per_cpu_second;  // Of the server's processor time.
};

void Measure(const ServerProcess& server, const std::vector<std::string>& requests, Speed& speed) {
  constexpr std::chrono::milliseconds kDuration(500);
  std::size_t position = 0;
  const double cpu_before = server.CpuSeconds();
  const double per_second = RequestsPerSecond(
      {.port = server.port(), .duration = kDuration, .next_request = [&]() -> const std::string& {
         return requests[position++ % requests.size()];
       }});
  const double cpu = server.CpuSeconds() - cpu_before;
  speed.per_second.push_back(per_second);
  speed.per_cpu_second.push_back(per_second * std::chrono::duration<double>(kDuration).count() /
                                 cpu);
}

struct Servers {
  ServerProcess& ours;
  ServerProcess& bare;
};

void AddRows(Table& table, const Servers& servers, const Call& call, double goal) {
  std::vector<std::string> requests;
  for (const std::string& body : call.bodies) {
    requests.push_back(HttpRequest("/", call.operation, body));
  }
  const std::size_t reply_bytes = Ask(servers.ours.port(), requests[0]).body.size();
  std::vector<std::string> bare_requests;
  for (const std::string& body : call.bodies) {
    bare_requests.push_back(HttpRequest(fmt::format("/{}", reply_bytes), call.operation, body));
  }

  Speed ours;
  Speed bare;
  for (int round = 0; round < kRounds; ++round) {
    Measure(servers.ours, requests, ours);
    Measure(servers.bare, bare_requests, bare);
  }
  const auto add = [&](const char* unit, std::vector<double> Speed::*figures) {
    table.push_back({.name = fmt::format("HTTP {}, 16 connections", call.operation),
                     .unit = unit,
                     .ours = MedianOf(ours.*figures),
                     .baseline = MedianOf(bare.*figures),
                     .sense = Goal::kAtLeast,
                     .goal = goal});
  };
  add("requests/s", &Speed::per_second);
  add("requests/CPU s", &Speed::per_cpu_second);
}

// What one thread gets out of the disk: append a page, sync, again.
double SyncsPerSecond(const std::filesystem::path& file) {
  constexpr std::chrono::milliseconds kDuration(500);
  constexpr off_t kLogBytes = 64 * 1024 * 1024;
  const int log = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  Require(log >= 0, "cannot write to " + file.string());
  // As RocksDB's log: its space is taken ahead.
  Require(fallocate(log, FALLOC_FL_KEEP_SIZE, 0, kLogBytes) == 0, "cannot take space");
  const std::string page(4096, 'x');
  const auto start = std::chrono::steady_clock::now();
  int syncs = 0;
  auto now = start;
  for (; now < start + kDuration; now = std::chrono::steady_clock::now(), ++syncs) {
    Require(write(log, page.data(), page.size()) > 0 && fdatasync(log) == 0, "cannot sync");
  }
  close(log);
  return syncs / std::chrono::duration<double>(now - start).count();
}

void AddGroupCommit(Table& table, const std::filesystem::path& directory) {
  constexpr double kGoal = 20;
  ServerProcess server(BASALT_EXECUTABLE,
                       {"serve", "--port", "0", "--data", (directory / "commit").string()});
  Ready(server);
  const Call call = PutCall();
  std::vector<std::string> requests;
  for (const std::string& body : call.bodies) {
    requests.push_back(HttpRequest("/", call.operation, body));
  }
  std::vector<double> ours;
  std::vector<double> disk;
  for (int round = 0; round < kRounds; ++round) {
    std::size_t position = 0;
    ours.push_back(RequestsPerSecond(
        {.port = server.port(), .connections = 64, .next_request = [&]() -> const std::string& {
           return requests[position++ % requests.size()];
         }}));
    disk.push_back(SyncsPerSecond(directory / "log"));
  }
  table.push_back({.name = "HTTP PutItem, commit durability, 64 connections, against fsyncs/s",
                   .unit = "requests/s",
                   .ours = MedianOf(ours),
                   .baseline = MedianOf(disk),
                   .sense = Goal::kAtLeast,
                   .goal = kGoal});
}

}  // namespace

void MeasureHttp(Table& table) {
  const TemporaryDirectory directory;
  {
    ServerProcess ours(BASALT_EXECUTABLE, {"serve", "--port", "0", "--durability", "interval",
                                           "--data", (directory.path() / "interval").string()});
    ServerProcess bare(BARE_SERVER_EXECUTABLE, {});
    Ready(ours);
    const Servers servers{ours, bare};
    AddRows(table, servers, GetCall(), 0.8);
    AddRows(table, servers, QueryCall(), 0.6);
    AddRows(table, servers, PutCall(), 0.6);
  }
  AddGroupCommit(table, directory.path());
}

}  // namespace basalt::bench
