// What clients get that are broken, slow or malicious: an answer wherever HTTP allows one, and
// never a crash or a hang.
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "tests/unit/wire/http/server_fixture.h"
#include "wire/http/gzip.h"

namespace basalt::wire {
namespace {

namespace hostile_clients_test {

using std::chrono::milliseconds;

class HostileClientTest : public HttpServerTest {
 protected:
  void TearDown() override {
    if (server_ != nullptr && HasFailure() == false) {
      RawClient client(port());
      EXPECT_EQ(client.Exchange(Post("Echo", "alive")).body, "alive");
    }
    HttpServerTest::TearDown();
  }
};

struct GarbageCase {
  const char* name;
  std::string bytes;
  int status;
};

class GarbageTest : public HostileClientTest, public testing::WithParamInterface<GarbageCase> {};

TEST_P(GarbageTest, IsAnsweredAndClosed) {
  Start();
  RawClient client(port());
  client.Send(GetParam().bytes);

  const RawReply reply = client.Receive();

  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(reply.Header("Connection"), "close");
  EXPECT_NE(reply.body.find("\"__type\":"), std::string::npos);
  EXPECT_TRUE(client.IsClosed());
}

const GarbageCase kGarbage[] = {
    {"Text", "one two three\r\n\r\n", 400},
    {"Zeros", std::string(100, '\0') + "\r\n\r\n", 400},
    {"TlsHello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400},
    {"OldVersion", "GET / HTTP/0.9\r\n\r\n", 400},
    {"BadHeader", "GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
    {"BadLength", "POST / HTTP/1.1\r\nContent-Length: ten\r\n\r\n", 400},
    {"NegativeLength", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
    {"TwoLengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
    {"BadChunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
    {"EndlessHeader", "GET / HTTP/1.1\r\nX: " + std::string(100'000, 'a'), 431},
    {"EndlessTarget", "GET /" + std::string(100'000, 'a'), 431},
    {"HugeLength", "POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n", 413},
};

INSTANTIATE_TEST_SUITE_P(Http, GarbageTest, testing::ValuesIn(kGarbage),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_F(HostileClientTest, GetsTheAnswerToALargeBodyAfterSendingAllOfIt) {
  Start();
  const std::size_t too_many = 16 * 1024 * 1024 + 1;
  for (const bool chunked : {false, true}) {
    RawClient client(port());
    const std::string body(too_many, ' ');
    client.Send(chunked ? PostHead("Echo", "Transfer-Encoding: chunked\r\n\r\n1000001\r\n") + body
                        : Post("Echo", body));
    const RawReply reply = client.Receive();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.body, R"({"__type":"com.amazon.coral.service#RequestEntityTooLargeException",)"
                          R"("message":"Maximum request size of 16777216 bytes exceeded"})");
  }
}

TEST_F(HostileClientTest, MaySendTheLargestBody) {
  Start();
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", std::string(16 * 1024 * 1024, ' '))).status, 200);
  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).status, 200);
}

TEST_F(HostileClientTest, CannotUnpackABomb) {
  Start();
  RawClient client(port());
  const std::string bomb = Compress(std::string(100'000'000, ' '));
  EXPECT_EQ(client.Exchange(Post("Echo", bomb, "Content-Encoding: gzip\r\n")).status, 413);
}

TEST_F(HostileClientTest, MaySendAMillionEmptyMembers) {
  Start();
  RawClient client(port());
  const std::string empty = Compress("");
  std::string members;
  while (members.size() < 15'000'000) members += empty;
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(client.Exchange(Post("Echo", members, "Content-Encoding: gzip\r\n")).status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));

  members = Compress(std::string(1'000'000, ' '));
  std::string bomb;
  for (int i = 0; i < 17; ++i) bomb += members;
  EXPECT_EQ(client.Exchange(Post("Echo", bomb, "Content-Encoding: gzip\r\n")).status, 413);
}

TEST_F(HostileClientTest, SendingAByteAtATimeIsServed) {
  Start();
  RawClient client(port());
  for (const char byte : Post("Echo", "{\"a\": 1}")) {
    ASSERT_TRUE(client.Send(std::string_view(&byte, 1)));
  }
  EXPECT_EQ(client.Receive().body, "{\"a\": 1}");
}

TEST_F(HostileClientTest, ThatStopsHalfwayIsTold) {
  ServerOptions options = TestOptions();
  options.limits.request_timeout = milliseconds(50);
  Start(options);
  for (const std::string& half : {std::string("POST / HT"), PostHead("Echo"),
                                  PostHead("Echo", "Content-Length: 10\r\n\r\n12345")}) {
    RawClient client(port());
    client.Send(half);
    const RawReply reply = client.Receive();
    EXPECT_EQ(reply.status, 408);
    EXPECT_EQ(reply.Header("Connection"), "close");
    EXPECT_TRUE(client.IsClosed());
  }
}

TEST_F(HostileClientTest, ThatHangsUpHalfwayIsTold) {
  Start();
  RawClient client(port());
  client.Send(PostHead("Echo", "Content-Length: 10\r\n\r\n12345"));
  client.FinishSending();
  EXPECT_EQ(client.Receive().status, 400);
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HostileClientTest, ThatSaysNothingIsClosed) {
  ServerOptions options = TestOptions();
  options.limits.idle_timeout = milliseconds(50);
  Start(options);
  RawClient client(port());
  EXPECT_TRUE(client.IsClosed());

  RawClient after_one(port());
  EXPECT_EQ(after_one.Exchange(Post("Echo", "{}")).status, 200);
  EXPECT_TRUE(after_one.IsClosed());
}

TEST_F(HostileClientTest, ThatWaitsMakesRoomForOthers) {
  ServerOptions options = TestOptions();
  options.limits.connections_max = 4;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.push_back(std::make_unique<RawClient>(port()));
    if (i % 2 == 0) waiting.back()->Send("POST / HT");
  }
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).status, 200);
}

// Each of these makes room for the next one, none after a pause.
TEST_F(HostileClientTest, ThatConnectsAgainAndAgainHoldsUpNobody) {
  ServerOptions options = TestOptions();
  options.limits.connections_max = 20;
  Start(options);
  constexpr int kClients = 600;  // With a pause of 50 ms each it would be half a minute.
  std::vector<std::unique_ptr<RawClient>> waiting;
  for (int i = 0; i < kClients; ++i) waiting.push_back(std::make_unique<RawClient>(port()));
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).status, 200);
}

TEST_F(HostileClientTest, ThatDoesNotReadMakesRoomForOthers) {
  ServerOptions options = TestOptions();
  options.limits.connections_max = 4;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> unread;
  for (int i = 0; i < 4; ++i) {
    unread.push_back(std::make_unique<RawClient>(port()));
    unread.back()->Send(Post("Many", "50000000"));
  }
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).status, 200);
}

TEST_F(HostileClientTest, ThatHoldsMemoryLeavesRoomForSmallRequests) {
  ServerOptions options = TestOptions();
  options.limits.memory_bytes_max = 1'000'000;
  Start(options);
  const std::string large(600'000, ' ');
  TestGate().Close();
  RawClient holder(port());
  holder.Send(Post("Wait", large));
  TestGate().AwaitArrivals(1);

  EXPECT_EQ(RawClient(port()).Exchange(Post("Echo", large)).status, 503);
  EXPECT_EQ(RawClient(port()).Exchange(Post("Echo", "{}")).status, 200);
  RawClient unpacker(port());
  EXPECT_EQ(unpacker.Exchange(Post("Echo", Compress(large), "Content-Encoding: gzip\r\n")).status,
            503);

  TestGate().Open();
  EXPECT_EQ(holder.Receive().status, 200);
  EXPECT_EQ(holder.Exchange(Post("Echo", "{}")).status, 200);
  EXPECT_EQ(RawClient(port()).Exchange(Post("Echo", large)).status, 200);
}

TEST_F(HostileClientTest, ThatSendsHalfOfManyHeadersLeavesRoomForLargeRequests) {
  ServerOptions options = TestOptions();
  options.limits.memory_bytes_max = 1'000'000;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> half;
  for (int i = 0; i < 30; ++i) {  // 5 KB each.
    half.push_back(std::make_unique<RawClient>(port()));
    half.back()->Send(PostHead("Echo", "X: " + std::string(5'000, 'a')));
  }
  std::this_thread::sleep_for(milliseconds(100));
  const std::string large(300'000, ' ');
  EXPECT_EQ(RawClient(port()).Exchange(Post("Echo", large)).status, 200);
}

TEST_F(HostileClientTest, ThatDoesNotReadIsDropped) {
  ServerOptions options = TestOptions();
  options.limits.reply_timeout = milliseconds(50);
  Start(options);
  RawClient client(port());
  client.Send(Post("Many", "50000000"));
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_EQ(client.Receive().status, 0);
}

TEST_F(HostileClientTest, ThatKeepsSendingAfterARefusalIsDropped) {
  ServerOptions options = TestOptions();
  options.limits.linger_timeout = milliseconds(50);
  Start(options);
  RawClient client(port());
  ASSERT_TRUE(client.Send("garbage\r\n\r\n"));
  const std::string more(64 * 1024, 'x');
  while (client.Send(more)) {
  }
}

TEST_F(HostileClientTest, MayVanishAtAnyPoint) {
  Start();
  const std::string request = Post("Wait", "{\"key\": \"value\"}") + Post("Many", "3000000");
  for (std::size_t length = 0; length <= request.size(); length += 7) {
    RawClient client(port());
    client.Send(request.substr(0, length));
  }
}

TEST_F(HostileClientTest, MayVanishWhileItsWriteRuns) {
  Start();
  TestGate().Close();
  for (int i = 0; i < 2; ++i) {  // As many as there are threads at least.
    RawClient client(port());
    client.Send(Post("Wait", "{}"));
    TestGate().AwaitArrivals(i + 1);
  }
  TestGate().Open();
}

TEST_F(HostileClientTest, MayVanishWhileItsWriteWaitsForASync) {
  Start();
  constexpr std::size_t kClients = 10;
  database_.HoldSyncs(kClients);
  for (std::size_t i = 0; i < kClients; ++i) {
    RawClient client(port());
    client.Send(Post(i % 2 == 0 ? "Count" : "Wait", "{}"));
    database_.AwaitHeld(i + 1);
  }
  database_.EndSyncs(Done{});
}

TEST_F(HostileClientTest, MaySendAnythingAtAll) {
  Start();
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string bytes = Post("Echo", "{}") + Post("Many", "10");
    for (int change = 0; change < 5; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    RawClient client(port());
    client.Send(bytes);
    client.FinishSending();
    EXPECT_NE(client.Receive(/*has_body=*/false).status, 0) << "request " << i;
  }
}

}  // namespace hostile_clients_test
}  // namespace
}  // namespace basalt::wire
