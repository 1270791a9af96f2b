// What a hot item costs those who write others: 100 clients add to one counter at `commit`, beside
// 16 clients who write items of their own. The baseline is the same 116 clients, of whom the 100
// add to a counter each: so heat is all that differs.
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "bench/calls.h"
#include "bench/fairness_bench.h"
#include "bench/items.h"
#include "bench/load.h"
#include "bench/server_process.h"

namespace basalt::bench {
namespace {

constexpr std::size_t kHotClients = 100;
constexpr std::size_t kOtherClients = 16;
constexpr int kRounds = 5;
constexpr std::chrono::milliseconds kDuration(700);
constexpr double kGoal = 0.8;

std::string AddTo(const std::string& counter) {
  return HttpRequest("/", "UpdateItem",
                     fmt::format(R"({{"TableName":"plain","Key":{{"pk":{{"S":"{}"}},)"
                                 R"("sk":{{"S":"counter"}}}},"UpdateExpression":"ADD n :one",)"
                                 R"("ExpressionAttributeValues":{{":one":{{"N":"1"}}}}}})",
                                 counter));
}

// Writes a second of the others, while the busy clients send `busy` in turn.
double OthersPerSecond(std::uint16_t port, const std::vector<std::string>& busy) {
  std::atomic<bool> stop = false;
  std::thread clients([&] {
    std::size_t position = 0;
    while (!stop) {
      Run({.port = port,
           .connections = kHotClients,
           .duration = std::chrono::milliseconds(100),
           .next_request = [&]() -> const std::string& { return busy[position++ % busy.size()]; }});
    }
  });
  const std::vector<std::string> puts = RequestsOf(PutCall());
  std::size_t position = 0;
  const Load load =
      Run({.port = port,
           .connections = kOtherClients,
           .duration = kDuration,
           .next_request = [&]() -> const std::string& { return puts[position++ % puts.size()]; }});
  stop = true;
  clients.join();
  return load.requests / load.seconds;
}

}  // namespace

void MeasureHotItems(Table& table) {
  const TemporaryDirectory directory;
  const ServerProcess server(
      BASALT_EXECUTABLE, {"serve", "--port", "0", "--data", (directory.path() / "data").string()});
  MakeReady(server.port());
  std::vector<std::string> counters;
  for (std::size_t i = 0; i < kHotClients; ++i) counters.push_back(AddTo(fmt::format("c-{}", i)));
  const std::vector<std::string> hot{AddTo("hot")};
  std::vector<double> beside_hot;
  std::vector<double> beside_others;
  for (int round = 0; round < kRounds; ++round) {
    beside_hot.push_back(OthersPerSecond(server.port(), hot));
    beside_others.push_back(OthersPerSecond(server.port(), counters));
  }
  table.push_back({.name = "HTTP PutItem, 16 clients, beside 100 on one counter, commit",
                   .unit = "requests/s",
                   .ours = MedianOf(beside_hot),
                   .baseline = MedianOf(beside_others),
                   .sense = Goal::kAtLeast,
                   .goal = kGoal});
}

}  // namespace basalt::bench
