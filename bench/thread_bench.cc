// Two threads against one, in process. Wall-clock time: on a busy machine these rows need a second
// look.
#include <rocksdb/write_batch.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/engine_bench.h"
#include "bench/items.h"
#include "model/key/row_key.h"

namespace basalt::bench {
namespace {

constexpr std::chrono::milliseconds kSlice(150);
constexpr int kRounds = 7;
constexpr int kThreadItems = kItems / 2;  // Each thread has half of the items to itself.

using Operation = std::function<void(int number)>;

// Operations a second of `threads` threads together. Thread t takes the items from `firsts[t]` on.
double Throughput(const std::vector<int>& firsts, int items, const Operation& operation) {
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> done = 0;
  std::vector<std::thread> threads;
  const auto start = std::chrono::steady_clock::now();
  for (const int first : firsts) {
    threads.emplace_back([&, first] {
      std::int64_t count = 0;
      constexpr int kStride = 7919;  // A prime: neighbours in time are no neighbours on disk.
      for (int number = 0; !stop.load(std::memory_order_relaxed); ++count) {
        operation(first + number);
        number = (number + kStride) % items;
      }
      done += count;
    });
  }
  std::this_thread::sleep_for(kSlice);
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return static_cast<double>(done) / elapsed.count();
}

// How much faster two threads are than one, on items of their own.
double ScalingOf(const Operation& operation) {
  const double one = Throughput({0}, kThreadItems, operation);
  return Throughput({0, kThreadItems}, kThreadItems, operation) / one;
}

void AddScaling(Table& table, const std::string& name, const Operation& ours,
                const Operation& baseline) {
  std::vector<double> of_ours;
  std::vector<double> of_baseline;
  for (int round = 0; round < kRounds; ++round) {
    of_ours.push_back(ScalingOf(ours));
    of_baseline.push_back(ScalingOf(baseline));
  }
  table.push_back({.name = name,
                   .unit = "× of one",
                   .ours = MedianOf(of_ours),
                   .baseline = MedianOf(of_baseline),
                   .sense = Goal::kAtLeast,
                   .goal = 0.9});
}

// Two threads that write to the same hundred items.
void AddHotPartition(Table& table, const Operation& put) {
  std::vector<double> one;
  std::vector<double> two;
  for (int round = 0; round < kRounds; ++round) {
    one.push_back(Throughput({0}, kPartitionItems, put));
    two.push_back(Throughput({0, 0}, kPartitionItems, put));
  }
  table.push_back({.name = "two threads, PutItem, one hot partition, against one",
                   .unit = "requests/s",
                   .ours = MedianOf(two),
                   .baseline = MedianOf(one),
                   .sense = Goal::kAtLeast,
                   .goal = 0.8});
}

}  // namespace

void MeasureThreads(Table& table) {
  const TemporaryDirectory directory;
  const auto raw_directory = directory.path() / "raw";
  std::filesystem::create_directories(raw_directory);
  auto database = Database::Open({.directory = directory.path() / "ours",
                                  .durability = Durability::kInterval,
                                  .cache_bytes = kCacheBytes});
  Require(bool(database), "cannot open a database");
  CreateTables(**database);
  Fill(**database, kPlainTable, kItems);

  RawStore raw(raw_directory);
  std::vector<EncodedItem> keys;
  std::vector<EncodedItem> items;
  std::vector<std::string> row_keys;
  for (int number = 0; number < kItems; ++number) {
    keys.push_back(KeyOf(number));
    items.push_back(MakeItem(number));
    row_keys.push_back(ItemRowKey(PlainSchema(), keys.back().view()));
    rocksdb::WriteBatch batch;
    batch.Put(raw.Handle(Family::kItems), row_keys.back(), items.back().view().bytes());
    raw.Write(batch);
  }

  const auto at = [](auto& values, int number) -> auto& {
    return values[static_cast<std::size_t>(number)];
  };
  const auto get_raw = [&](int number) {
    rocksdb::PinnableSlice value;
    const auto status =
        raw.database().Get({}, raw.Handle(Family::kItems), at(row_keys, number), &value);
    Require(status.ok(), "RocksDB found nothing");
  };
  const auto put_raw = [&](int number) {
    get_raw(number);
    rocksdb::WriteBatch batch;
    batch.Put(raw.Handle(Family::kItems), at(row_keys, number), at(items, number).view().bytes());
    raw.Write(batch);
  };
  const auto get = [&](int number) {
    const auto response =
        (*database)->GetItem({.table_name = kPlainTable, .key = at(keys, number)});
    Require(response && response->item, "GetItem found nothing");
  };
  const auto put = [&](int number) {
    PutItemRequest request;
    request.table_name = kPlainTable;
    request.item = at(items, number);
    Require(bool((*database)->PutItem(request)), "PutItem failed");
  };
  AddScaling(table, "two threads against one, GetItem", get, get_raw);
  AddScaling(table, "two threads against one, PutItem", put, put_raw);
  AddHotPartition(table, put);
}

}  // namespace basalt::bench
