// What a transaction with a client request token costs once many tokens have been used and are
// over: SDKs send a token with each one.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "basalt/virtual_clock.h"
#include "bench/cpu_time.h"
#include "bench/fairness_bench.h"
#include "bench/items.h"

namespace basalt::bench {
namespace {

constexpr int kRounds = 10;
constexpr int kRoundTransactions = 500;
constexpr int kTransactionsAMinute = 10'000;
constexpr int kMinutes = 60;
constexpr std::chrono::milliseconds kPause{60'000 / kTransactionsAMinute};

class TokenStore {
 public:
  TokenStore() {
    clock_.Freeze();
    auto database = Database::Open({.clock = &clock_});
    Require(bool(database), "cannot open a database");
    database_ = *std::move(database);
    CreateTables(*database_);
  }

  void Transact(int times) {
    for (int i = 0; i < times; ++i) {
      TransactPut put;
      put.table_name = kPlainTable;
      put.item = MakeItem(number_ % kItemsWritten);
      TransactWriteItemsRequest request{.transact_items = {std::move(put)}};
      request.client_request_token = fmt::format("{:08x}-{:016}", number_ * 2654435761U, number_);
      ++number_;
      clock_.Advance(kPause);
      const auto written = database_->TransactWriteItems(request);
      Require(bool(written), written ? "" : written.error().message);
    }
  }

  double CpuSecondsOfRound() {
    const double start = ThreadCpuSeconds();
    Transact(kRoundTransactions);
    return ThreadCpuSeconds() - start;
  }

 private:
  static constexpr unsigned kItemsWritten = 1000;

  VirtualClock clock_;
  std::unique_ptr<Database> database_;
  unsigned number_ = 0;
};

}  // namespace

void MeasureTokens(Table& table) {
  TokenStore old;
  const double start = CpuSecondsOf(CLOCK_PROCESS_CPUTIME_ID);
  old.Transact(kMinutes * kTransactionsAMinute);
  const double aging = CpuSecondsOf(CLOCK_PROCESS_CPUTIME_ID) - start;
  TokenStore fresh;
  fresh.Transact(kRoundTransactions);
  std::vector<double> of_old;
  std::vector<double> of_fresh;
  for (int round = 0; round < kRounds; ++round) {
    of_old.push_back(old.CpuSecondsOfRound());
    of_fresh.push_back(fresh.CpuSecondsOfRound());
  }
  constexpr double kScale = 1e6 / kRoundTransactions;
  table.push_back({.name = "tokens: TransactWriteItems after an hour of 10,000 a minute",
                   .unit = "µs CPU",
                   .ours = MedianOf(of_old) * kScale,
                   .baseline = MedianOf(of_fresh) * kScale,
                   .goal = 1.2});
  table.push_back({.name = "tokens: the hour itself, all threads, a transaction",
                   .unit = "µs CPU",
                   .ours = aging * 1e6 / (kMinutes * kTransactionsAMinute),
                   .baseline = MedianOf(of_fresh) * kScale,
                   .goal = 2});
}

}  // namespace basalt::bench
