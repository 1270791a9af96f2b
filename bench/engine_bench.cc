#include "bench/engine_bench.h"

#include <benchmark/benchmark.h>
#include <rocksdb/write_batch.h>

#include <memory>
#include <utility>

#include "bench/cpu_time.h"
#include "bench/items.h"
#include "model/key/row_key.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 15;
constexpr int kRawBatch = 25;

double CpuSecondsOf(const std::function<void()>& operation, int times) {
  const double start = ThreadCpuSeconds();
  for (int i = 0; i < times; ++i) operation();
  return ThreadCpuSeconds() - start;
}

// One round an iteration. The reported time is ours; the counter is the baseline's.
void Compare(benchmark::State& state, const Comparison& comparison, Table& table) {
  const double scale = 1e6 / comparison.operations / comparison.parts;
  std::vector<double> ours;
  std::vector<double> baseline;
  CpuSecondsOf(comparison.ours, comparison.operations);
  CpuSecondsOf(comparison.baseline, comparison.operations);
  for (auto _ : state) {
    ours.push_back(CpuSecondsOf(comparison.ours, comparison.operations));
    baseline.push_back(CpuSecondsOf(comparison.baseline, comparison.operations));
    state.SetIterationTime(ours.back() / comparison.operations);
  }
  Row row{.name = comparison.name,
          .unit = "µs CPU",
          .ours = MedianOf(ours) * scale,
          .baseline = MedianOf(baseline) * scale,
          .goal = comparison.goal};
  state.counters["baseline_us"] = row.baseline;
  state.counters["ratio"] = row.ratio();
  table.push_back(std::move(row));
}

void FillRaw(RawStore& raw, const TableSchema& schema) {
  for (int first = 0; first < kItems; first += kRawBatch) {
    rocksdb::WriteBatch batch;
    for (int number = first; number < first + kRawBatch; ++number) {
      const EncodedItem item = MakeItem(number);
      const auto bytes = item.view().bytes();
      batch.Put(raw.Handle(Family::kItems), ItemRowKey(schema, item.view()), bytes);
      for (const IndexSchema& index : schema.indexes) {
        batch.Put(raw.Handle(Family::kIndex), *IndexRowKey(schema, index, item.view()), bytes);
      }
    }
    raw.Write(batch);
  }
}

std::unique_ptr<Database> OpenDatabase(const std::filesystem::path& directory) {
  auto database = Database::Open(
      {.directory = directory, .durability = Durability::kInterval, .cache_bytes = kCacheBytes});
  Require(bool(database), "cannot open a database");
  return *std::move(database);
}

void Prepare(const std::filesystem::path& ours, const std::filesystem::path& raw) {
  {
    const auto database = OpenDatabase(ours);
    CreateTables(*database);
    Fill(*database, kPlainTable, kItems);
    Fill(*database, kIndexedTable, kItems);
  }
  RawStore(ours).Compact();
  RawStore store(raw);
  FillRaw(store, PlainSchema());
  FillRaw(store, IndexedSchema());
  store.Compact();
}

}  // namespace

void MeasureEngine(Table& table) {
  const TemporaryDirectory directory;
  const auto ours = directory.path() / "ours";
  const auto raw_directory = directory.path() / "raw";
  std::filesystem::create_directories(raw_directory);
  Prepare(ours, raw_directory);

  const auto database = OpenDatabase(ours);
  RawStore raw(raw_directory);
  // Reads first, while all of it is as it was compacted.
  for (auto* make : {&ReadComparisons, &WriteComparisons}) {
    for (Comparison& comparison : make(*database, raw)) {
      const std::string name = comparison.name;
      benchmark::RegisterBenchmark(name.c_str(),
                                   [&table, comparison = std::move(comparison)](auto& state) {
                                     Compare(state, comparison, table);
                                   })
          ->Iterations(kRounds)
          ->UseManualTime()
          ->Unit(benchmark::kMicrosecond);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::ClearRegisteredBenchmarks();
}

}  // namespace basalt::bench
