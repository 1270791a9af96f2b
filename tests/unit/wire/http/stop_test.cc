// What becomes of requests when a server stops.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "tests/unit/wire/http/server_fixture.h"

namespace basalt::wire {
namespace {

namespace stop_test {

using StopTest = HttpServerTest;

TEST_F(StopTest, StopsAtOnceWhenIdle) {
  Start();
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).body, "{}");

  const auto before = std::chrono::steady_clock::now();
  server_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
  EXPECT_TRUE(client.IsClosed());
  EXPECT_FALSE(RawClient(port()).connected());
}

TEST_F(StopTest, FinishesWhatRunsWhenItStops) {
  Start();
  TestGate().Close();
  RawClient client(port());
  client.Send(Post("Wait", "{}"));
  TestGate().AwaitArrivals(1);

  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  TestGate().Open();

  EXPECT_EQ(client.Receive().body, "waited");
  EXPECT_TRUE(client.IsClosed());
  stopped.get();
}

TEST_F(StopTest, DoesNotWaitForSlowClientsWhenItStops) {
  ServerOptions options = TestOptions();
  options.limits.stop_timeout = std::chrono::milliseconds(100);
  Start(options);
  TestGate().Close();
  RawClient half(port());
  half.Send("POST / HT");
  RawClient waiting(port());
  waiting.Send(Post("Wait", "{}"));
  TestGate().AwaitArrivals(1);

  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  TestGate().Open();  // A write that runs is waited for, whatever the limit.
  stopped.get();
}

// What it has read of further requests is not executed: their answers could not be sent.
TEST_F(StopTest, ExecutesNothingAfterTheReplyThatCloses) {
  Start();
  TestCounter() = 0;
  TestGate().Close();
  RawClient client(port());
  client.Send(Post("Wait", "{}") + Post("Count", "{}") + Post("Count", "{}"));
  TestGate().AwaitArrivals(1);
  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  TestGate().Open();

  const RawReply reply = client.Receive();
  EXPECT_EQ(reply.body, "waited");
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosed());
  stopped.get();
  EXPECT_EQ(TestCounter(), 0);
}

TEST_F(StopTest, RefusesWhatHasNotBegunWhenTheTimeToStopIsOver) {
  ServerOptions options = TestOptions();
  options.limits.stop_timeout = std::chrono::milliseconds(50);
  Start(options);
  TestGate().Close();
  std::vector<std::unique_ptr<RawClient>> running;  // As many as there are threads.
  for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i) {
    running.push_back(std::make_unique<RawClient>(port()));
    running.back()->Send(Post("Long", "wait"));
  }
  TestGate().AwaitArrivals(static_cast<int>(running.size()));
  RawClient waiting(port());
  waiting.Send(Post("Long", "0"));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));

  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
  TestGate().Open();

  const RawReply refused = waiting.Receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("Connection"), "close");
  for (auto& client : running) EXPECT_EQ(client->Receive().body, "waited");
  stopped.get();
}

// A reply that waits for its sync is waited for.
TEST_F(StopTest, AnswersWritesThatWaitForTheirSync) {
  Start();
  RawClient writer(port());
  database_.HoldSyncs(1);
  writer.Send(Post("Count", "{}"));
  database_.AwaitHeld(1);
  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  database_.EndSyncs(Done{});
  const RawReply reply = writer.Receive();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Connection"), "close");
  stopped.get();
}

TEST_F(StopTest, StopsUnderLoad) {
  Start();
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([port = port(), i] {
      RawClient client(port);
      while (client.Exchange(Post(i % 2 == 0 ? "Echo" : "Wait", "{}")).status == 200) {
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  server_->Stop();
  for (std::thread& client : clients) client.join();
}

}  // namespace stop_test
}  // namespace
}  // namespace basalt::wire
