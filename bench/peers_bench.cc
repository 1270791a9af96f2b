#include "bench/peers_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/calls.h"
#include "bench/load.h"
#include "bench/server_process.h"
#include "bench/table.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 5;
constexpr std::uint16_t kFirstPort = 8157;

struct Peer {
  std::string name;
  std::unique_ptr<ServerProcess> server;
};

// All in memory, the first one ours. Tables of dynalite need no time to be made.
std::vector<Peer> StartAll() {
  const std::string folder = BASALT_PEERS;
  std::vector<Peer> peers;
  peers.push_back({"Basalt", std::make_unique<ServerProcess>(
                                 BASALT_EXECUTABLE,
                                 std::vector<std::string>{"serve", "--port", "0", "--in-memory"})});
  const auto add = [&](const char* name, const std::string& program,
                       std::vector<std::string> arguments, int port) {
    arguments.insert(arguments.end(), {"--port", std::to_string(port)});
    peers.push_back({name, std::make_unique<ServerProcess>(program, arguments,
                                                           static_cast<std::uint16_t>(port))});
  };
  add("dynoxide", folder + "/bin/dynoxide", {"--log", "quiet"}, kFirstPort);
  add("dynalite", "node", {folder + "/node_modules/dynalite/cli.js", "--createTableMs", "0"},
      kFirstPort + 1);
  return peers;
}

// A peer without the operation has no figures.
void PrintRow(const std::string& operation, const std::vector<Speeds>& speeds,
              std::vector<double> Speeds::*figures, const char* unit) {
  const double ours = MedianOf(speeds[0].*figures);
  double best = 0;
  std::string row = fmt::format("| {} | {} | {:.0f} |", operation, unit, ours);
  for (std::size_t peer = 1; peer < speeds.size(); ++peer) {
    if ((speeds[peer].*figures).empty()) {
      row += " |";
      continue;
    }
    const double theirs = MedianOf(speeds[peer].*figures);
    best = std::max(best, theirs);
    row += fmt::format(" {:.0f} |", theirs);
  }
  fmt::print("{} {:.1f} |\n", row, ours / best);
}

}  // namespace

void MeasurePeers() {
  const std::vector<Peer> peers = StartAll();
  for (const Peer& peer : peers) MakeReady(peer.server->port());

  std::string head = "| 16 connections, in memory | unit |";
  for (const Peer& peer : peers) head += fmt::format(" {} |", peer.name);
  fmt::print("\n{} × the better |\n|---|---|", head);
  for (std::size_t column = 0; column <= peers.size(); ++column) fmt::print("---:|");
  fmt::print("\n");

  for (const Call& call :
       {GetCall(), PutCall(), UpdateCall(), QueryCall(), ScanCall(), TransactCall(), BatchCall()}) {
    const std::vector<std::string> requests = RequestsOf(call);
    std::vector<Speeds> speeds(peers.size());
    for (int round = 0; round < kRounds; ++round) {
      for (std::size_t peer = 0; peer < peers.size(); ++peer) {
        if (Ask(peers[peer].server->port(), requests[0]).status != 200) continue;
        MeasureRound(*peers[peer].server, requests, speeds[peer]);
      }
    }
    PrintRow(call.operation, speeds, &Speeds::per_second, "requests/s");
    PrintRow(call.operation, speeds, &Speeds::per_cpu_second, "requests/CPU s");
  }
}

}  // namespace basalt::bench
