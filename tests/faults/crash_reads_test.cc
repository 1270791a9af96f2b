// What readers were told before a loss of power is still so after it.
//
// A counter only grows. Whoever was told a value of one, by a write, a read, a refusal or a record
// of a stream, must find at least that after the next start.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine/database.h"
#include "tests/faults/crash_cycles.h"
#include "tests/support/fault_file_system.h"
#include "tests/unit/engine/tables_world.h"
#include "tests/unit/model/random_values.h"

namespace basalt::crash_reads_test {
namespace {

using tables_test::Count;
using tables_test::Text;

constexpr std::size_t kCounters = 4;

Item KeyOf(std::size_t counter) { return {{"id", Text("counter-" + std::to_string(counter))}}; }

std::int64_t ValueIn(ItemView item) {
  const auto value = item.Find("n");
  return value ? std::atoll(std::string(value->AsNumberText()).c_str()) : 0;
}

template <typename Request>
Request RequestFor(std::size_t counter) {
  Request request;
  request.table_name = "counters";
  request.key = KeyOf(counter);
  return request;
}

class CountersOnADisk {
 public:
  explicit CountersOnADisk(std::uint64_t seed) : random_(seed), machine_(random_()) {
    machine_.disk().LeaveGarbageIn(".log");
  }

  void Cycle() {
    Open();
    if (testing::Test::HasFailure()) return;
    CheckCounters();
    machine_.disk().CrashAfter(random_() % 200);
    Run();
    machine_.disk().Crash();
    database_.reset();
    machine_.Restart();
  }

  std::int64_t highest() const { return *std::ranges::max_element(told_); }

 private:
  void Open() {
    auto database = OpenDatabase(
        {.directory = "/data/basalt", .write_buffer_bytes = 64 * 1024, .env = machine_.env()}, {});
    ASSERT_TRUE(database) << database.error().message;
    database_ = *std::move(database);
    if (database_->DescribeTable({.table_name = "counters"})) return;
    ASSERT_TRUE(database_->CreateTable(tables_test::OnDemandTable("counters", "id", "id")));
  }

  std::array<std::int64_t, kCounters> Read() {
    std::array<std::int64_t, kCounters> values{};
    for (std::size_t counter = 0; counter < kCounters; ++counter) {
      const auto got = tables_test::GetFrom(*database_, "counters", KeyOf(counter));
      if (got && got->item) values[counter] = ValueIn(got->item->view());
    }
    return values;
  }

  void CheckCounters() {
    const auto found = Read();
    for (std::size_t counter = 0; counter < kCounters; ++counter) {
      EXPECT_GE(found[counter], told_[counter]) << "counter " << counter << " went back";
    }
  }

  // Something told somebody a value. What is told after the power has gone reaches nobody.
  void Told(std::size_t counter, std::int64_t value) {
    if (machine_.disk().crashed()) return;
    const std::lock_guard lock(mutex_);
    told_[counter] = std::max(told_[counter], value);
  }

  void Run() {
    std::vector<std::thread> threads;
    const auto loop = [&](auto step) {
      threads.emplace_back([this, step, seed = random_()] {
        std::mt19937_64 random(seed);
        for (int i = 0; i < 200 && !machine_.disk().crashed(); ++i) step(random() % kCounters);
      });
    };
    for (int writer = 0; writer < 3; ++writer) loop([this](std::size_t counter) { Add(counter); });
    loop([this](std::size_t counter) { Told(counter, Read()[counter]); });
    loop([this](std::size_t counter) { Refused(counter); });
    loop([this](std::size_t) { Scan(); });
    for (std::thread& thread : threads) thread.join();
  }

  void Add(std::size_t counter) {
    auto request = RequestFor<UpdateItemRequest>(counter);
    request.update_expression = "ADD n :one";
    request.expression_attribute_values = Item{{":one", Count(1)}};
    request.return_values = ReturnValues::kUpdatedNew;
    const auto added = database_->UpdateItem(request);
    if (added) Told(counter, ValueIn(added->attributes->view()));
  }

  // A condition that no counter meets: the refusal shows the item.
  void Refused(std::size_t counter) {
    auto request = RequestFor<DeleteItemRequest>(counter);
    request.condition_expression = "n < :zero";
    request.expression_attribute_values = Item{{":zero", Count(0)}};
    request.return_values_on_condition_check_failure = ReturnValuesOnConditionCheckFailure::kAllOld;
    const auto refused = database_->DeleteItem(request);
    if (refused || refused.error().code != ErrorCode::kConditionalCheckFailed) return;
    const auto& details = refused.error().details;
    if (details && details->item) Told(counter, ValueIn(details->item->view()));
  }

  void Scan() {
    ScanRequest request;
    request.table_name = "counters";
    const auto scanned = database_->Scan(request);
    if (!scanned || !scanned->items) return;
    for (std::size_t i = 0; i < scanned->items->size(); ++i) {
      const ItemView item = (*scanned->items)[i];
      const auto id = item.Find("id");
      Told(static_cast<std::size_t>(id->AsString().back() - '0'), ValueIn(item));
    }
  }

  std::mt19937_64 random_;
  test::FaultMachine machine_;
  std::unique_ptr<Database> database_;
  std::mutex mutex_;
  std::array<std::int64_t, kCounters> told_{};  // The highest value of each that anybody knows.
};

TEST(CrashReads, WhatWasToldIsKept) {
  std::int64_t highest = 0;
  fault_test::LosePowerAgainAndAgain(
      [](std::uint64_t seed) { return CountersOnADisk(seed); },
      [&](const CountersOnADisk& world) { highest = std::max(highest, world.highest()); });
  EXPECT_TRUE(highest > 0 || HasFailure());
}

}  // namespace
}  // namespace basalt::crash_reads_test
