// What tables that were dropped leave behind must not slow down those that are there.
#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "bench/cpu_time.h"
#include "bench/fairness_bench.h"
#include "bench/items.h"

namespace basalt::bench {
namespace {

constexpr int kDropped = 4'000;
constexpr int kRounds = 11;
constexpr int kRoundTables = 50;
constexpr int kScannedItems = 1'000;
constexpr int kRoundScans = 20;

class TableStore {
 public:
  TableStore() {
    auto database = Database::Open({});
    Require(bool(database), "cannot open a database");
    database_ = *std::move(database);
    CreateTables(*database_);
    Fill(*database_, kPlainTable, kScannedItems);
  }

  // Creates, puts one item and drops. The CPU time.
  double Drop(int tables) {
    const double start = ThreadCpuSeconds();
    for (int i = 0; i < tables; ++i) {
      const std::string name = fmt::format("table-{:06}", number_++);
      const CreateTableRequest request{.table_name = name,
                                       .attribute_definitions = {{"pk"}},
                                       .key_schema = {{"pk", KeyType::kHash}},
                                       .billing_mode = BillingMode::kPayPerRequest};
      Require(bool(database_->CreateTable(request)), "cannot create a table");
      PutItemRequest put;
      put.table_name = name;
      put.item = *Encode(Item{{"pk", {std::string("one")}}});
      Require(bool(database_->PutItem(put)), "cannot put");
      Require(bool(database_->DeleteTable({.table_name = name})), "cannot drop");
    }
    return ThreadCpuSeconds() - start;
  }

  double Scan(int times) {
    ScanRequest request;
    request.table_name = kPlainTable;
    const double start = ThreadCpuSeconds();
    for (int i = 0; i < times; ++i) {
      const auto page = database_->Scan(request);
      Require(page && page->count == kScannedItems, "Scan found something else");
    }
    return ThreadCpuSeconds() - start;
  }

 private:
  std::unique_ptr<Database> database_;
  int number_ = 0;
};

}  // namespace

void MeasureDroppedTables(Table& table) {
  TableStore old;
  old.Drop(kDropped);
  std::vector<double> old_drops;
  std::vector<double> fresh_drops;
  std::vector<double> old_scans;
  std::vector<double> fresh_scans;
  for (int round = 0; round < kRounds; ++round) {
    TableStore fresh;
    fresh.Drop(1);
    fresh.Scan(1);
    fresh_drops.push_back(fresh.Drop(kRoundTables));
    fresh_scans.push_back(fresh.Scan(kRoundScans));
    old_drops.push_back(old.Drop(kRoundTables));
    old_scans.push_back(old.Scan(kRoundScans));
  }
  table.push_back({.name = "dropped tables: create + put + drop after 4,000",
                   .unit = "µs CPU",
                   .ours = MedianOf(old_drops) * 1e6 / kRoundTables,
                   .baseline = MedianOf(fresh_drops) * 1e6 / kRoundTables,
                   .goal = 1.2});
  table.push_back({.name = "dropped tables: Scan after 4,000",
                   .unit = "µs CPU",
                   .ours = MedianOf(old_scans) * 1e6 / kRoundScans,
                   .baseline = MedianOf(fresh_scans) * 1e6 / kRoundScans,
                   .goal = 1.2});
}

}  // namespace basalt::bench
