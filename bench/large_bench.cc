#include "bench/large_bench.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/awake.h"
#include "bench/calls.h"
#include "bench/items.h"
#include "bench/load.h"
#include "bench/raw_store.h"
#include "bench/server_process.h"

namespace basalt::bench {
namespace {

constexpr unsigned kRounds = 15;
constexpr double kMegabyte = 1024 * 1024;

int LargeItems() {
  constexpr int kByDefault = 10'000'000;
  const char* wanted = std::getenv("BASALT_BENCH_LARGE_ITEMS");
  return wanted != nullptr ? std::atoi(wanted) : kByDefault;
}

// Leaves so many items in the directory, compacted. Their size as DynamoDB counts it.
double Store(const std::filesystem::path& directory, int count) {
  double bytes = 0;
  {
    auto database = Database::Open({.directory = directory, .durability = Durability::kInterval});
    Require(bool(database), "cannot open a database");
    CreateTables(**database);
    Fill(**database, kPlainTable, count);
    const auto described = (*database)->DescribeTable({.table_name = kPlainTable});
    Require(bool(described), "cannot describe a table");
    bytes = static_cast<double>(described->table.table_size_bytes);
  }
  RawStore(directory).Compact();
  return bytes;
}

double BytesIn(const std::filesystem::path& directory) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes;
}

struct Medians {
  double large;
  double small;
};

using CallOf = Call (*)(ItemChoice items);

// Of rounds that take turns, each on items of its own, so that few are in the cache.
Medians MedianLatencies(const ServerProcess& large, int large_items, const ServerProcess& small,
                        CallOf call_of, unsigned first_seed) {
  std::vector<double> of_large;
  std::vector<double> of_small;
  for (unsigned round = 0; round < kRounds; ++round) {
    const auto measure = [&](const ServerProcess& server, int items) {
      return MedianOf(Latencies(server.port(),
                                RequestsOf(call_of({.count = items, .seed = first_seed + round}))));
    };
    of_large.push_back(measure(large, large_items));
    of_small.push_back(measure(small, kItems));
  }
  return {MedianOf(std::move(of_large)), MedianOf(std::move(of_small))};
}

}  // namespace

void MeasureLarge(Table& table) {
  const int items = LargeItems();
  const TemporaryDirectory directory;
  const auto large_directory = directory.path() / "large";
  const auto small_directory = directory.path() / "small";
  const double item_bytes = Store(large_directory, items);
  Store(small_directory, kItems);
  table.push_back({.name = fmt::format("bytes on disk, {} items, compacted", items),
                   .unit = "a byte of item data",
                   .ours = BytesIn(large_directory) / item_bytes,
                   .goal = 0.7});

  const auto serve = [](const std::filesystem::path& data) {
    return std::vector<std::string>{"serve",    "--port", "0",          "--durability",
                                    "interval", "--data", data.string()};
  };
  const ServerProcess large(BASALT_EXECUTABLE, serve(large_directory));
  const ServerProcess small(BASALT_EXECUTABLE, serve(small_directory));
  unsigned seed = 1;
  for (const bool awake : {false, true}) {
    std::optional<Awake> keeps_awake;
    if (awake) keeps_awake.emplace();
    for (const CallOf call_of : {&GetCall, &PutCall}) {
      const Medians medians = MedianLatencies(large, items, small, call_of, seed);
      seed += kRounds;
      table.push_back(
          {.name = fmt::format("{} p50 over HTTP, {} items against {}{}", call_of({}).operation,
                               items, kItems, awake ? ", processors kept awake" : ""),
           .unit = "µs",
           .ours = medians.large,
           .baseline = medians.small,
           .goal = 1.5});
    }
  }
  table.push_back({.name = fmt::format("resident memory, {} items, after that", items),
                   .unit = "MB",
                   .ours = static_cast<double>(large.ResidentBytes()) / kMegabyte,
                   .goal = 300});
}

}  // namespace basalt::bench
