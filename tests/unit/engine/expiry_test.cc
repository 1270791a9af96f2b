// Time to live: what expires, when it goes, and what UpdateTimeToLive answers.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "basalt/database.h"
#include "basalt/inspect.h"
#include "basalt/virtual_clock.h"
#include "index/expiry_row.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::expiry_test {

using namespace tables_test;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::int64_t kYear = 365 * 24 * 3600;

// A database whose clock stands still, and a table "notes" with the key "id".
class Expiry : public testing::Test {
 protected:
  Expiry() {
    clock_.Freeze();
    clock_.Set(TimePoint(seconds(kNow)));
    options_.clock = &clock_;
    options_.expiry_interval = milliseconds(2);
    database_ = OpenDatabase(options_);
    EXPECT_TRUE(database_->CreateTable(OnDemandTable("notes", "id", "id")));
  }

  std::string SetTimeToLive(bool enabled, const std::string& attribute = "ttl") {
    const auto done = database_->UpdateTimeToLive({"notes", {enabled, attribute}});
    return done ? "" : done.error().message;
  }

  TimeToLiveStatus StatusNow() {
    return database_->DescribeTimeToLive({"notes"})->time_to_live_status;
  }

  void Enable() {
    EXPECT_EQ(SetTimeToLive(true), "");
    EXPECT_TRUE(Eventually([&] { return StatusNow() == TimeToLiveStatus::kEnabled; }));
  }

  void Put(const std::string& id, std::int64_t second) {
    PutInto(*database_, "notes", {{"id", Text(id)}, {"ttl", Count(second)}});
  }

  bool Has(const std::string& id) {
    return database_->GetItem({.table_name = "notes", .key = Item{{"id", Text(id)}}})
        ->item.has_value();
  }

  static bool Eventually(const std::function<bool()>& holds) {
    for (int round = 0; round < 5'000; ++round) {
      if (holds()) return true;
      std::this_thread::sleep_for(milliseconds(2));
    }
    return false;
  }

  // Time for several sweeps, had they anything to do.
  static void LetSweep() { std::this_thread::sleep_for(milliseconds(60)); }

  VirtualClock clock_;
  DatabaseOptions options_;
  std::unique_ptr<Database> database_;
};

TEST_F(Expiry, ItemsGoOnceTheirSecondHasPassed) {
  Enable();
  Put("soon", kNow + 10);
  Put("later", kNow + 11);
  LetSweep();
  EXPECT_TRUE(Has("soon"));

  clock_.Advance(seconds(10));  // The second is here, but not over.
  LetSweep();
  EXPECT_TRUE(Has("soon"));

  clock_.Advance(seconds(1));
  EXPECT_TRUE(Eventually([&] { return !Has("soon"); }));
  EXPECT_TRUE(Has("later"));
  EXPECT_EQ(DescribeOf(*database_, "notes").item_count, 1);
}

TEST_F(Expiry, OnlyNumbersOfTheLastFiveYearsExpire) {
  Enable();
  Put("gone", kNow - 1);
  Put("almost five years", kNow - 5 * kYear + 24 * 3600);
  Put("too old", kNow - 5 * kYear - 3 * 24 * 3600);
  Put("zero", 0);
  Put("negative", -5);
  PutInto(*database_, "notes", {{"id", Text("text")}, {"ttl", Text(std::to_string(kNow - 1))}});
  PutInto(*database_, "notes", {{"id", Text("none")}});
  PutInto(*database_, "notes",
          {{"id", Text("fraction")}, {"ttl", {*Number::Parse(std::to_string(kNow - 5) + ".9")}}});

  EXPECT_TRUE(Eventually([&] { return DescribeOf(*database_, "notes").item_count == 5; }));
  LetSweep();
  for (const char* id : {"too old", "zero", "negative", "text", "none"}) EXPECT_TRUE(Has(id)) << id;
}

TEST_F(Expiry, AMovedExpiryIsTheOneThatCounts) {
  Enable();
  Put("kept", kNow + 10);
  Put("kept", kNow + 100);
  Put("hastened", kNow + 100);
  Put("hastened", kNow + 10);
  clock_.Advance(seconds(50));
  EXPECT_TRUE(Eventually([&] { return !Has("hastened"); }));
  LetSweep();
  EXPECT_TRUE(Has("kept"));
}

TEST_F(Expiry, EnablingFindsItemsThatWereThereBefore) {
  for (int number = 0; number < 1'234; ++number) Put(std::to_string(number), kNow - 1);
  Put("stays", kNow + 1);
  LetSweep();
  EXPECT_EQ(DescribeOf(*database_, "notes").item_count, 1'235);
  Enable();
  EXPECT_TRUE(Eventually([&] { return DescribeOf(*database_, "notes").item_count == 1; }));
  EXPECT_TRUE(Has("stays"));
}

TEST_F(Expiry, NothingExpiresOnceItIsDisabled) {
  Enable();
  Put("stays", kNow + 10);
  clock_.Advance(hours(0));
  EXPECT_EQ(SetTimeToLive(false),
            "Time to live has been modified multiple times within a fixed interval");
  clock_.Advance(seconds(9));
  Put("stays", kNow + 4 * 3600);
  clock_.Advance(hours(1));
  EXPECT_EQ(SetTimeToLive(false), "");
  clock_.Advance(hours(10));
  LetSweep();
  EXPECT_TRUE(Has("stays"));
}

TEST_F(Expiry, AnswersAsAwsDoes) {
  EXPECT_EQ(SetTimeToLive(false), "TimeToLive is already disabled");
  EXPECT_EQ(StatusNow(), TimeToLiveStatus::kDisabled);
  Enable();
  EXPECT_EQ(database_->DescribeTimeToLive({"notes"})->attribute_name, "ttl");
  EXPECT_EQ(SetTimeToLive(true), "TimeToLive is already enabled");
  EXPECT_EQ(SetTimeToLive(false, "other"),
            "TimeToLive is active on a different AttributeName: current AttributeName is ttl");
  clock_.Advance(hours(1));
  EXPECT_EQ(SetTimeToLive(false), "");
  EXPECT_EQ(database_->DescribeTimeToLive({"notes"})->attribute_name, std::nullopt);
  EXPECT_EQ(MessageOf(database_->DescribeTimeToLive({"none"})),
            "Requested resource not found: Table: none not found");
}

TEST_F(Expiry, IsVerifiedAndSurvivesReopening) {
  const TemporaryFolder folder;
  options_.directory = folder.path();
  options_.durability = Durability::kInterval;
  database_ = OpenDatabase(options_);
  EXPECT_TRUE(database_->CreateTable(OnDemandTable("notes", "id", "id")));
  Put("before", kNow + 10);
  Enable();
  Put("after", kNow + 20);
  Put("moved", kNow + 20);
  Put("moved", kNow + 30);
  database_.reset();

  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->problems.empty()) << report->problems.front();

  clock_.Advance(seconds(25));
  database_ = OpenDatabase(options_);
  EXPECT_TRUE(Eventually([&] { return DescribeOf(*database_, "notes").item_count == 1; }));
  EXPECT_TRUE(Has("moved"));
}

TEST_F(Expiry, EnablingMissesNoConcurrentWrite) {
  const TemporaryFolder folder;
  options_.directory = folder.path();
  options_.durability = Durability::kInterval;
  database_ = OpenDatabase(options_);
  EXPECT_TRUE(database_->CreateTable(OnDemandTable("notes", "id", "id")));
  for (int number = 0; number < 3'000; ++number) Put(std::to_string(number), kNow + 1'000);
  {
    std::jthread writer([&](const std::stop_token& stop) {
      for (int number = 0; !stop.stop_requested(); number = (number + 7) % 3'000) {
        Put(std::to_string(number), kNow + 2'000 + number);
      }
    });
    Enable();
  }
  database_.reset();
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->problems.empty()) << report->problems.front();
}

TEST_F(Expiry, NeverTakesAnItemThatWritersKeepAhead) {
  Enable();
  constexpr int kItems = 20;
  std::jthread ticker([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      clock_.Advance(milliseconds(100));
      std::this_thread::sleep_for(milliseconds(1));
    }
  });
  for (int round = 0; round < 100; ++round) {
    for (int number = 0; number < kItems; ++number) {
      const std::int64_t now = std::chrono::floor<seconds>(clock_.Now().time_since_epoch()).count();
      const std::string id = std::to_string(number);
      Put(id, now + 3'600);
      ASSERT_TRUE(Has(id)) << "round " << round;
      Put(id, now - 1);  // Due at once: swept before or after the next round's put.
    }
  }
  EXPECT_TRUE(Eventually([&] { return DescribeOf(*database_, "notes").item_count == 0; }));
}

TEST(ExpiryRow, KeysSortBySecondAndReadBack) {
  const std::string row_key("\0\0\0\x07rest", 8);
  const std::string early = ExpiryRowKey(255, row_key);
  const std::string late = ExpiryRowKey(256, row_key);
  EXPECT_LT(early, late);
  const auto row = ParseExpiryRowKey(late);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->second, 256U);
  EXPECT_EQ(row->item_row_key, row_key);
  EXPECT_FALSE(ParseExpiryRowKey(row_key));

  const RowRange range = ExpiryRowsOf(7, 0, 256);
  EXPECT_TRUE(range.begin <= early && early < range.end);
  EXPECT_GE(late, range.end);
}

TEST(VirtualClock, FreezesMovesAndRunsOn) {
  VirtualClock clock;
  clock.Freeze();
  const TimePoint start = clock.Now();
  clock.Advance(hours(5));
  EXPECT_EQ(clock.Now(), start + hours(5));
  EXPECT_TRUE(clock.frozen());

  clock.Set(TimePoint(seconds(1'000)));
  clock.Run();
  EXPECT_FALSE(clock.frozen());
  EXPECT_GE(clock.Now(), TimePoint(seconds(1'000)));
  EXPECT_LT(clock.Now(), TimePoint(seconds(2'000)));
  clock.Advance(hours(1));
  EXPECT_GE(clock.Now(), TimePoint(seconds(4'600)));
}

}  // namespace basalt::expiry_test
