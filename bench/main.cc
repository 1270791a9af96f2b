// `make bench`: one table of what Basalt costs over what it stands on.
//
//   basalt_bench [engine] [threads] [http] [process] [large] [fairness]
//                                                        All of them where none is named.
//   basalt_bench peers                                   `make bench-peers`: other servers beside
//   it.
#include <benchmark/benchmark.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bench/engine_bench.h"
#include "bench/fairness_bench.h"
#include "bench/http_bench.h"
#include "bench/large_bench.h"
#include "bench/peers_bench.h"
#include "bench/process_bench.h"
#include "bench/table.h"

int main(int argc, char** argv) {
  using basalt::bench::Table;
  benchmark::Initialize(&argc, argv);

  const std::vector<std::pair<std::string, void (*)(Table&)>> sections = {
      {"engine", &basalt::bench::MeasureEngine}, {"threads", &basalt::bench::MeasureThreads},
      {"http", &basalt::bench::MeasureHttp},     {"process", &basalt::bench::MeasureProcess},
      {"large", &basalt::bench::MeasureLarge},   {"fairness", &basalt::bench::MeasureFairness}};
  const std::set<std::string> wanted(argv + 1, argv + argc);
  if (wanted.contains("peers")) {
    basalt::bench::MeasurePeers();
    return 0;
  }
  Table table;
  for (const auto& [name, measure] : sections) {
    if (wanted.empty() || wanted.contains(name)) measure(table);
  }
  basalt::bench::Print(table);
}
