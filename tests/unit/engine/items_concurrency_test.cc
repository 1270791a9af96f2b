// Many threads at once: what is serializable must add up.

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "items_world.h"

namespace basalt::items_test {

constexpr int kThreads = 4;

template <typename Work>
void InThreads(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

UpdateItemRequest AddTo(const std::string& table, const Item& key, std::int64_t amount) {
  UpdateItemRequest request;
  request.table_name = table;
  request.key = key;
  request.update_expression = "ADD n :v";
  request.expression_attribute_values = RequestItem(Item{{":v", N(amount)}});
  return request;
}

TEST(Concurrency, NoIncrementIsLost) {
  constexpr int kTimes = 250;
  ItemsWorld world;
  InThreads([&](int) {
    for (int i = 0; i < kTimes; ++i) {
      ASSERT_TRUE(world.items().UpdateItem(AddTo("things", Thing("count"), 1)));
    }
  });
  EXPECT_EQ(world.Read("things", Thing("count"))->at("n"), N(kThreads * kTimes));
  world.ExpectConsistent();
}

TEST(Concurrency, OneOfManyWinsACondition) {
  ItemsWorld world;
  std::atomic<int> winners = 0;
  InThreads([&](int) {
    for (int i = 0; i < 50; ++i) {
      PutItemRequest request;
      request.table_name = "things";
      request.item = Thing(std::to_string(i));
      request.condition_expression = "attribute_not_exists(pk)";
      if (world.items().PutItem(request)) ++winners;
    }
  });
  EXPECT_EQ(winners, 50);
}

TransactWriteItem Move(const Item& key, std::int64_t amount) {
  TransactUpdate update;
  update.table_name = "orders";
  update.key = key;
  update.update_expression = "ADD n :v";
  update.expression_attribute_values = RequestItem(Item{{":v", N(amount)}});
  return update;
}

std::int64_t Balance(const std::vector<std::optional<EncodedItem>>& items) {
  std::int64_t sum = 0;
  for (const auto& item : items) {
    sum += std::stoll(std::string(item->view().Find("n")->AsNumberText()));
  }
  return sum;
}

TEST(Concurrency, TransfersNeitherMakeNorLoseAnything) {
  constexpr int kAccounts = 5;
  constexpr int kTimes = 150;
  ItemsWorld world;
  TransactGetItemsRequest all;
  for (int i = 0; i < kAccounts; ++i) {
    world.Put("orders", Order("account", i, {{"n", N(100)}, {"status", S("open")}}));
    TransactGet& get = all.transact_items.emplace_back();
    get.table_name = "orders";
    get.key = Order("account", i);
  }

  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop) {
      const auto read = world.transactions().TransactGetItems(all);
      ASSERT_TRUE(read) << read.error().message;
      ASSERT_EQ(Balance(read->items), kAccounts * 100);
    }
  });
  InThreads([&](int thread) {
    std::mt19937_64 random(static_cast<std::uint64_t>(thread));
    for (int i = 0; i < kTimes; ++i) {
      const auto from = static_cast<std::int64_t>(random() % kAccounts);
      const std::int64_t to =
          (from + 1 + static_cast<std::int64_t>(random() % (kAccounts - 1))) % kAccounts;
      TransactWriteItemsRequest request;
      request.transact_items = {Move(Order("account", from), -1), Move(Order("account", to), 1)};
      const auto moved = world.transactions().TransactWriteItems(request);
      ASSERT_TRUE(moved) << moved.error().message;
    }
  });
  stop = true;
  reader.join();
  world.ExpectConsistent();
}

TEST(Concurrency, OneTokenIsDoneOnce) {
  ItemsWorld world;
  InThreads([&](int) {
    for (int i = 0; i < 20; ++i) {
      TransactWriteItemsRequest request;
      request.transact_items = {Move(Order("a", 1), 1)};
      request.client_request_token = "token-" + std::to_string(i);
      const auto done = world.transactions().TransactWriteItems(request);
      ASSERT_TRUE(done) << done.error().message;
    }
  });
  EXPECT_EQ(world.Read("orders", Order("a", 1))->at("n"), N(20));
}

// Random writes of every kind from many threads leave indexes and counts as the items imply.
TEST(Concurrency, IndexesAndCountsStayRight) {
  ItemsWorld world;
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  InThreads([&](int thread) {
    std::mt19937_64 random(seed + static_cast<std::uint64_t>(thread));
    const auto below = [&](std::int64_t limit) {
      return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
    };
    const auto order = [&] {
      Item item = Order("a", below(8), {{"n", N(below(3))}});
      if (below(2) == 0) item["status"] = S(below(2) == 0 ? "open" : "done");
      if (below(2) == 0) item["note"] = S("x");
      return item;
    };
    for (int i = 0; i < 200; ++i) {
      switch (below(4)) {
        case 0:
          world.Put("orders", order());
          break;
        case 1: {
          DeleteItemRequest request;
          request.table_name = "orders";
          request.key = Order("a", below(8));
          ASSERT_TRUE(world.items().DeleteItem(request));
          break;
        }
        case 2: {
          UpdateItemRequest request = AddTo("orders", Order("a", below(8)), 1);
          request.update_expression = "ADD n :v SET note = :note REMOVE #status";
          request.expression_attribute_names = ExpressionAttributeNames{{"#status", "status"}};
          request.expression_attribute_values = RequestItem(Item{{":v", N(1)}, {":note", S("y")}});
          const auto done = world.items().UpdateItem(request);
          ASSERT_TRUE(done) << done.error().message;
          break;
        }
        default: {
          BatchWriteItemRequest request;
          request.request_items.emplace_back(
              "orders",
              std::vector<WriteRequest>{PutRequest{Order("b", below(4))}, PutRequest{order()},
                                        DeleteRequest{Order("b", 4 + below(4))}});
          ASSERT_TRUE(world.items().BatchWriteItem(request));
          break;
        }
      }
    }
  });
  world.ExpectConsistent();
}

}  // namespace basalt::items_test
