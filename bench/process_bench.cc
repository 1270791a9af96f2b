#include "bench/process_bench.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "bench/items.h"
#include "bench/load.h"
#include "bench/server_process.h"
#include "wire/json/item_json.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 5;
constexpr double kMegabyte = 1024 * 1024;

using Arguments = std::vector<std::string>;

Arguments Serve(const Arguments& more) {
  Arguments arguments = {"serve", "--port", "0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// Milliseconds from start to first answer: an item, or that there is no such table.
double StartMilliseconds(const Arguments& more) {
  std::string key;
  wire::AppendItemJson(key, KeyOf(0).view());
  const std::string request = HttpRequest(
      "/", "GetItem", fmt::format(R"({{"TableName":"{}","Key":{}}})", kPlainTable, key));
  const auto start = std::chrono::steady_clock::now();
  const ServerProcess server(BASALT_EXECUTABLE, Serve(more));
  const Reply reply = Ask(server.port(), request);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  Require(reply.status == 200 || reply.body.find("ResourceNotFound") != std::string::npos,
          "no answer: " + reply.body);
  return took.count();
}

template <typename Prepare>
void AddStart(Table& table, const std::string& name, double goal, Prepare prepare) {
  std::vector<double> milliseconds;
  for (int round = 0; round < kRounds; ++round) {
    milliseconds.push_back(StartMilliseconds(prepare(round)));
  }
  table.push_back({.name = "start to first answer, " + name,
                   .unit = "ms",
                   .ours = MedianOf(milliseconds),
                   .goal = goal});
}

void AddIdleMemory(Table& table, const std::string& name, const Arguments& more) {
  constexpr std::chrono::milliseconds kPause(300);
  const ServerProcess server(BASALT_EXECUTABLE, Serve(more));
  std::this_thread::sleep_for(kPause);
  table.push_back({.name = "resident memory, idle, " + name,
                   .unit = "MB",
                   .ours = static_cast<double>(server.ResidentBytes()) / kMegabyte,
                   .goal = 16});
}

// BASALT_BENCH_ITEMS: how many items the store has that is started again.
int ItemsStored() {
  constexpr int kByDefault = 1'000'000;
  const char* wanted = std::getenv("BASALT_BENCH_ITEMS");
  return wanted != nullptr ? std::atoi(wanted) : kByDefault;
}

// Leaves `count` items in the store after a clean stop.
void Store(const std::filesystem::path& directory, int count) {
  auto database = Database::Open({.directory = directory, .durability = Durability::kInterval});
  Require(bool(database), "cannot open a database");
  CreateTables(**database);
  Fill(**database, kPlainTable, count);
}

// Writes items over what is there, and dies on the spot.
void WriteAndDie(const std::filesystem::path& directory, int count) {
  constexpr int kBatch = 25;
  ServerProcess server(BASALT_EXECUTABLE,
                       Serve({"--data", directory.string(), "--durability", "interval"}));
  for (int first = 0; first < count; first += kBatch) {
    std::string puts;
    for (int number = first; number < first + kBatch; ++number) {
      std::string item;
      wire::AppendItemJson(item, MakeItem(number, 1).view());
      puts += fmt::format(R"({}{{"PutRequest":{{"Item":{}}}}})", puts.empty() ? "" : ",", item);
    }
    const Reply reply =
        Ask(server.port(),
            HttpRequest("/", "BatchWriteItem",
                        fmt::format(R"({{"RequestItems":{{"{}":[{}]}}}})", kPlainTable, puts)));
    Require(reply.status == 200, reply.body);
  }
  server.Kill();
}

}  // namespace

void MeasureProcess(Table& table) {
  constexpr int kItemsAfterwards = 60'000;  // About as much log as the store ever lets grow.
  const TemporaryDirectory directory;
  const auto on_disk = [&](const std::string& name) -> Arguments {
    return {"--data", (directory.path() / name).string()};
  };

  AddStart(table, "in memory", 15, [](int) -> Arguments { return {"--in-memory"}; });
  AddStart(table, "new on disk", 80,
           [&](int round) { return on_disk(fmt::format("new{}", round)); });
  AddIdleMemory(table, "in memory", {"--in-memory"});
  AddIdleMemory(table, "on disk", on_disk("idle"));

  const int items = ItemsStored();
  Store(directory.path() / "full", items);
  AddStart(table, fmt::format("{} items, after a clean stop", items), 80,
           [&](int) { return on_disk("full"); });
  AddStart(table, fmt::format("{} items, after kill -9", items), 500, [&](int) {
    WriteAndDie(directory.path() / "full", kItemsAfterwards);
    return on_disk("full");
  });

  table.push_back(
      {.name = "release binary, stripped",
       .unit = "MB",
       .ours = static_cast<double>(std::filesystem::file_size(BASALT_EXECUTABLE)) / kMegabyte,
       .goal = 20});
}

}  // namespace basalt::bench
