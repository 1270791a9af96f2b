// The classic anomalies of databases that are not serializable, each tried for by threads that
// would meet it soon if it could happen.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "basalt/database.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::anomalies_test {

using namespace tables_test;

constexpr int kThreads = 4;

Item KeyOf(const std::string& id) { return {{"id", Text(id)}}; }

// "left" and "right", with the key "id"; "right" has an index by "color".
class Anomalies : public testing::Test {
 protected:
  Anomalies() {
    EXPECT_TRUE(database_->CreateTable(OnDemandTable("left", "id", "id")));
    CreateTableRequest right = OnDemandTable("right", "id color", "id");
    right.global_secondary_indexes = {Global("ByColor", "color")};
    EXPECT_TRUE(database_->CreateTable(right));
  }

  void Put(const std::string& table, const std::string& id, std::int64_t value) {
    PutInto(*database_, table, {{"id", Text(id)}, {"n", Count(value)}, {"color", Text("red")}});
  }

  std::int64_t Read(const std::string& table, const std::string& id) {
    const auto read = database_->GetItem({.table_name = table, .key = KeyOf(id)});
    return std::stoll(std::string(read->item->view().Find("n")->AsNumberText()));
  }

  // Runs `work(number)` in several threads while `watch` is repeated in this one.
  template <typename Work, typename Watch>
  static void InThreads(Work work, Watch watch) {
    std::atomic<int> running = kThreads;
    std::vector<std::thread> threads;
    for (int number = 0; number < kThreads; ++number) {
      threads.emplace_back([&, number] {
        work(number);
        --running;
      });
    }
    while (running > 0) watch();
    for (std::thread& thread : threads) thread.join();
  }
  template <typename Work>
  static void InThreads(Work work) {
    InThreads(work, [] { std::this_thread::yield(); });
  }

  std::unique_ptr<Database> database_ = OpenDatabase();
};

UpdateItemRequest Replace(const std::string& id, std::int64_t from, std::int64_t to) {
  UpdateItemRequest request;
  request.table_name = "left";
  request.key = KeyOf(id);
  request.update_expression = "SET n = :to";
  request.condition_expression = "n = :from";
  request.expression_attribute_values =
      RequestItem(Item{{":from", Count(from)}, {":to", Count(to)}});
  return request;
}

TEST_F(Anomalies, NoLostUpdate) {
  constexpr int kTimes = 150;
  Put("left", "a", 0);
  InThreads([&](int) {
    for (int done = 0; done < kTimes;) {
      const std::int64_t seen = Read("left", "a");
      if (database_->UpdateItem(Replace("a", seen, seen + 1))) ++done;
    }
  });
  EXPECT_EQ(Read("left", "a"), kThreads * kTimes);
}

template <typename Action>
Action On(const std::string& table, const std::string& id, const std::string& condition,
          std::int64_t value) {
  Action action;
  action.table_name = table;
  action.key = KeyOf(id);
  if (!condition.empty()) action.condition_expression = condition;
  action.expression_attribute_values = RequestItem(Item{{":n", Count(value)}});
  return action;
}

// Of two on call, each may leave as long as the other one stays: both must never be gone.
TEST_F(Anomalies, NoWriteSkew) {
  constexpr int kTimes = 200;
  const auto call = [&](const std::string& table, const std::string& other, std::int64_t on) {
    auto update = On<TransactUpdate>(table, "doctor", "", on);
    update.update_expression = "SET n = :n";
    TransactWriteItemsRequest request;
    request.transact_items = {update};
    if (on == 0) {
      request.transact_items.emplace_back(On<TransactConditionCheck>(other, "doctor", "n = :n", 1));
    }
    return static_cast<bool>(database_->TransactWriteItems(request));
  };
  Put("left", "doctor", 1);
  Put("right", "doctor", 1);

  TransactGetItemsRequest both;
  both.transact_items.resize(2);
  both.transact_items[0].table_name = "left";
  both.transact_items[1].table_name = "right";
  for (TransactGet& get : both.transact_items) get.key = KeyOf("doctor");

  InThreads(
      [&](int number) {
        const std::string mine = number % 2 == 0 ? "left" : "right";
        const std::string other = number % 2 == 0 ? "right" : "left";
        for (int i = 0; i < kTimes; ++i) {
          call(mine, other, 0);
          EXPECT_TRUE(call(mine, other, 1));
        }
      },
      [&] {
        const auto read = database_->TransactGetItems(both);
        ASSERT_TRUE(read);
        const auto off = [](const auto& item) {
          return item->view().Find("n")->AsNumberText() == "0";
        };
        ASSERT_FALSE(off(read->items[0]) && off(read->items[1])) << "nobody is on call";
      });
}

// Two items of two tables always change together.
TEST_F(Anomalies, NoReadSkew) {
  constexpr int kTimes = 150;
  Put("left", "a", 0);
  Put("right", "a", 0);
  TransactGetItemsRequest read;
  for (const std::string table : {"left", "right"}) {
    read.transact_items.push_back({.table_name = table, .key = KeyOf("a")});
  }
  InThreads(
      [&](int) {
        for (int i = 0; i < kTimes; ++i) {
          TransactWriteItemsRequest write;
          for (const std::string table : {"left", "right"}) {
            auto update = On<TransactUpdate>(table, "a", "", 1);
            update.update_expression = "ADD n :n";
            write.transact_items.emplace_back(update);
          }
          EXPECT_TRUE(database_->TransactWriteItems(write));
        }
      },
      [&] {
        const auto both = database_->TransactGetItems(read);
        ASSERT_TRUE(both);
        ASSERT_EQ(*both->items[0]->view().Find("n"), *both->items[1]->view().Find("n"));
      });
  EXPECT_EQ(Read("left", "a"), kThreads * kTimes);
  EXPECT_EQ(Read("right", "a"), kThreads * kTimes);
}

// An item that changes its place in an index is in one of them, never in both or in none; and what
// the index says of it, the item has said.
TEST_F(Anomalies, NoTornIndex) {
  constexpr int kTimes = 200;
  ScanRequest all;
  all.table_name = "right";
  all.index_name = "ByColor";
  for (int number = 0; number < kThreads; ++number) {
    PutInto(*database_, "right",
            {{"id", Text(std::to_string(number))}, {"color", Text("c0")}, {"was", Text("c0")}});
  }
  InThreads(
      [&](int number) {
        for (int i = 0; i < kTimes; ++i) {
          const AttributeValue color = Text("c" + std::to_string(i % 7));
          PutInto(*database_, "right",
                  {{"id", Text(std::to_string(number))}, {"color", color}, {"was", color}});
        }
      },
      [&] {
        const auto rows = database_->Scan(all);
        ASSERT_TRUE(rows);
        ASSERT_EQ(rows->items->size(), static_cast<std::size_t>(kThreads));
        for (std::size_t row = 0; row < rows->items->size(); ++row) {
          const ItemView item = (*rows->items)[row];
          ASSERT_EQ(*item.Find("color"), *item.Find("was"));
        }
      });
}

}  // namespace basalt::anomalies_test
