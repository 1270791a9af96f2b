#include "bench/http_bench.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bench/calls.h"
#include "bench/items.h"
#include "bench/load.h"
#include "bench/server_process.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 5;

// How fast a process is depends by some ten percent on where its memory and its threads come to
// lie, so the figures are of several.
constexpr int kStarts = 5;
constexpr int kRoundsOfStart = 3;

struct Comparison {
  Call call;
  double goal;
  Speeds ours{};
  Speeds bare{};
};

void Measure(const ServerProcess& ours, const ServerProcess& bare, Comparison& comparison) {
  const Call& call = comparison.call;
  const std::vector<std::string> requests = RequestsOf(call);
  const std::size_t reply_bytes = Ask(ours.port(), requests[0]).body.size();
  const std::vector<std::string> bare_requests = RequestsOf(call, fmt::format("/{}", reply_bytes));
  for (int round = 0; round < kRoundsOfStart; ++round) {
    MeasureRound(ours, requests, comparison.ours);
    MeasureRound(bare, bare_requests, comparison.bare);
  }
}

void AddRows(Table& table, const Comparison& comparison) {
  const auto add = [&](const char* unit, std::vector<double> Speeds::*figures) {
    table.push_back({.name = fmt::format("HTTP {}, 16 connections", comparison.call.operation),
                     .unit = unit,
                     .ours = MedianOf(comparison.ours.*figures),
                     .baseline = MedianOf(comparison.bare.*figures),
                     .sense = Goal::kAtLeast,
                     .goal = comparison.goal});
  };
  add("requests/s", &Speeds::per_second);
  add("requests/CPU s", &Speeds::per_cpu_second);
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
  MakeReady(server.port());
  const std::vector<std::string> requests = RequestsOf(PutCall());
  std::vector<double> ours;
  std::vector<double> disk;
  for (int round = 0; round < kRounds; ++round) {
    std::size_t position = 0;
    const Load load =
        Run({.port = server.port(), .connections = 64, .next_request = [&]() -> const std::string& {
               return requests[position++ % requests.size()];
             }});
    ours.push_back(load.requests / load.seconds);
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
  std::vector<Comparison> comparisons{{GetCall(), 0.8}, {QueryCall(), 0.6}, {PutCall(), 0.6}};
  for (int start = 0; start < kStarts; ++start) {
    const auto data = directory.path() / fmt::format("interval-{}", start);
    const ServerProcess ours(BASALT_EXECUTABLE, {"serve", "--port", "0", "--durability", "interval",
                                                 "--data", data.string()});
    const ServerProcess bare(BARE_SERVER_EXECUTABLE, {});
    MakeReady(ours.port());
    for (Comparison& comparison : comparisons) Measure(ours, bare, comparison);
  }
  for (const Comparison& comparison : comparisons) AddRows(table, comparison);
  AddGroupCommit(table, directory.path());
}

}  // namespace basalt::bench
