#include "wire/http/call_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace basalt::wire {
namespace {

namespace call_pool_test {

using std::chrono::milliseconds;

constexpr std::size_t kBytesMax = 800;
constexpr milliseconds kForever(600'000);

struct Outcome {
  bool admitted;
  std::size_t reserved_bytes;
};

class CallPoolTest : public testing::Test {
 protected:
  std::future<Outcome> Submit(CallPool& pool, std::size_t bytes,
                              CallPool::Reply reply = CallPool::Reply::kNone) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    pool.Submit({.bytes = bytes,
                 .reply = reply,
                 .run = [this, promise](bool admitted, std::size_t reserved_bytes) {
                   memory_.Give(reserved_bytes);
                   promise->set_value({admitted, reserved_bytes});
                 }});
    return promise->get_future();
  }
  static bool IsWaiting(const std::future<Outcome>& outcome) {
    return outcome.wait_for(milliseconds(50)) == std::future_status::timeout;
  }

  MemoryBudget memory_{kBytesMax};
};

TEST_F(CallPoolTest, ReservesWhatACallNeedsButNoMoreThanAnEighth) {
  CallPool pool(memory_, 2, kForever);
  EXPECT_EQ(Submit(pool, 50).get().reserved_bytes, 50U);
  EXPECT_EQ(Submit(pool, 1'000'000).get().reserved_bytes, kBytesMax / 8);
  EXPECT_EQ(memory_.taken(), 0U);
}

TEST_F(CallPoolTest, HasACallWaitForMemoryAndLetsOthersPass) {
  CallPool pool(memory_, 2, kForever);
  ASSERT_TRUE(memory_.TryTake(kBytesMax - 50));
  std::promise<void> end;
  pool.Submit({.run = [&](bool, std::size_t) { end.get_future().wait(); }});
  auto large = Submit(pool, 100);
  EXPECT_TRUE(IsWaiting(large));
  EXPECT_TRUE(pool.wants_memory());
  EXPECT_EQ(Submit(pool, 50).get().reserved_bytes, 50U);
  memory_.Give(kBytesMax - 50);
  EXPECT_EQ(large.get().reserved_bytes, 100U);
  end.set_value();
}

TEST_F(CallPoolTest, RunsOneCallAlsoWhereNothingCanBeReserved) {
  CallPool pool(memory_, 1, kForever);
  ASSERT_TRUE(memory_.TryTake(kBytesMax));
  const Outcome outcome = Submit(pool, 100).get();
  EXPECT_TRUE(outcome.admitted);
  EXPECT_EQ(outcome.reserved_bytes, 0U);
}

TEST_F(CallPoolTest, HasReadersWaitWhileRepliesHoldHalfAndWritersGoOn) {
  CallPool pool(memory_, 1, kForever);
  memory_.TakeReply(kBytesMax / 2);
  auto reader = Submit(pool, 1, CallPool::Reply::kLarge);
  EXPECT_TRUE(IsWaiting(reader));
  EXPECT_TRUE(Submit(pool, 100, CallPool::Reply::kSmall).get().admitted);

  memory_.TakeReply(kBytesMax / 4 + 1);
  auto writer = Submit(pool, 1, CallPool::Reply::kSmall);
  EXPECT_TRUE(IsWaiting(writer));
  EXPECT_TRUE(Submit(pool, 1).get().admitted);

  memory_.GiveReply(kBytesMax / 4 * 3 + 1);
  EXPECT_TRUE(reader.get().admitted);
  EXPECT_TRUE(writer.get().admitted);
}

// A page would wait for all of them otherwise, one after the other.
TEST_F(CallPoolTest, HasAPageWaitForOneLargeReplyAndNotForAll) {
  CallPool pool(memory_, 1, kForever);
  memory_.TakeReply(kBytesMax / 2);
  std::vector<std::string> order;
  std::vector<std::future<void>> done;
  const auto submit = [&](const std::string& name, CallPool::Reply reply) {
    auto promise = std::make_shared<std::promise<void>>();
    done.push_back(promise->get_future());
    pool.Submit({.bytes = 1, .reply = reply, .run = [&, name, promise](bool, std::size_t reserved) {
                   memory_.Give(reserved);
                   order.push_back(name);
                   promise->set_value();
                 }});
  };
  for (int number = 0; number < 5; ++number) submit("large", CallPool::Reply::kLarge);
  submit("page", CallPool::Reply::kPage);
  memory_.GiveReply(kBytesMax / 2);
  for (std::future<void>& one : done) one.wait();
  const auto page = std::ranges::find(order, "page");
  EXPECT_LE(page - order.begin(), 1);
}

TEST_F(CallPoolTest, RefusesAfterAWhile) {
  CallPool pool(memory_, 1, milliseconds(30));
  memory_.TakeReply(kBytesMax);
  EXPECT_FALSE(Submit(pool, 1, CallPool::Reply::kLarge).get().admitted);
}

TEST_F(CallPoolTest, RefusesWhatWaitsAndWhatComesWhenItStops) {
  CallPool pool(memory_, 1, kForever);
  memory_.TakeReply(kBytesMax);
  auto waiting = Submit(pool, 1, CallPool::Reply::kSmall);
  EXPECT_TRUE(IsWaiting(waiting));
  pool.RefuseWaiting();
  EXPECT_FALSE(waiting.get().admitted);
  EXPECT_FALSE(Submit(pool, 0).get().admitted);
}

}  // namespace call_pool_test
}  // namespace
}  // namespace basalt::wire
