// What well-behaved clients see, over real sockets.
#include "wire/http/server.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <set>
#include <thread>
#include <vector>

#include "tests/unit/wire/http/server_fixture.h"
#include "wire/http/gzip.h"
#include "wire/operations/placement.h"

namespace basalt::wire {
namespace {

namespace server_test {

std::string Crc32Of(const std::string& body) {
  return std::to_string(crc32_z(0, reinterpret_cast<const Bytef*>(body.data()), body.size()));
}

TEST_F(HttpServerTest, SendsAwsHeaders) {
  Start();
  RawClient client(port());

  const RawReply reply = client.Exchange(Post("Echo", "{}"));

  EXPECT_EQ(reply.head.substr(0, reply.head.find("\r\n")), "HTTP/1.1 200 OK");
  EXPECT_EQ(reply.body, "{}");
  EXPECT_EQ(reply.Header("Server"), "Server");
  EXPECT_EQ(reply.Header("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(reply.Header("Connection"), "keep-alive");
  EXPECT_EQ(reply.Header("x-amz-crc32"), Crc32Of("{}"));
  EXPECT_EQ(reply.Header("Date").size(), std::string("Sun, 06 Nov 1994 08:49:37 GMT").size());
  EXPECT_EQ(reply.Header("x-amzn-RequestId").size(), 52U);
}

class FixedClock : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(std::chrono::seconds(784111777)); }
};

TEST_F(HttpServerTest, TakesTheDateFromTheClock) {
  const FixedClock clock;
  ServerOptions options = TestOptions();
  options.clock = &clock;
  Start(options);
  RawClient client(port());

  EXPECT_EQ(client.Exchange(Post("Echo", "{}")).Header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_F(HttpServerTest, AnswersHealthChecksAndStrangers) {
  Start();
  RawClient client(port());

  const RawReply health = client.Exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.body, "healthy: dynamodb.us-east-1.amazonaws.com ");
  EXPECT_EQ(health.Header("x-amz-crc32"), "3128867991");

  const RawReply stranger = client.Exchange("DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(stranger.status, 404);
  EXPECT_EQ(stranger.body, "<UnknownOperationException/>\n");

  client.Send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawReply head = client.Receive(/*has_body=*/false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("Content-Length"), std::to_string(health.body.size()));
  EXPECT_EQ(client.Exchange(Post("Echo", "after HEAD")).body, "after HEAD");
}

TEST_F(HttpServerTest, KeepsConnectionsAliveWithADifferentIdEachTime) {
  Start();
  RawClient client(port());
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const std::string body = "request " + std::to_string(i);
    const RawReply reply = client.Exchange(Post("Echo", body));
    ASSERT_EQ(reply.body, body);
    ids.insert(reply.Header("x-amzn-RequestId"));
  }
  EXPECT_EQ(ids.size(), 100U);
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  RawClient client(port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += Post(i % 3 == 0 ? "Wait" : "Echo", std::to_string(i));
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(client.Receive().body, i % 3 == 0 ? "waited" : std::to_string(i));
  }
}

TEST_F(HttpServerTest, ClosesWhenAsked) {
  Start();
  RawClient one_one(port());
  EXPECT_EQ(one_one.Exchange(Post("Echo", "{}", "Connection: close\r\n")).Header("Connection"),
            "close");
  EXPECT_TRUE(one_one.IsClosed());

  RawClient one_zero(port());
  EXPECT_EQ(one_zero.Exchange("GET / HTTP/1.0\r\n\r\n").Header("Connection"), "close");
  EXPECT_TRUE(one_zero.IsClosed());
}

TEST_F(HttpServerTest, AnswersTheClientThatHasFinishedSending) {
  Start();
  RawClient client(port());
  client.Send(Post("Wait", "{}"));
  client.FinishSending();

  EXPECT_EQ(client.Receive().body, "waited");
  EXPECT_TRUE(client.IsClosed());
}

TEST_F(HttpServerTest, ReadsChunkedBodies) {
  Start();
  RawClient client(port());
  const RawReply reply =
      client.Exchange(PostHead("Echo", "Transfer-Encoding: chunked\r\n\r\n") +
                      "3;name=value\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Amz-Target: trailer\r\n\r\n");
  EXPECT_EQ(reply.body, "abcdefg");
  EXPECT_EQ(client.Exchange(Post("Echo", "next")).body, "next");
}

TEST_F(HttpServerTest, TellsClientsThatExpectItToContinue) {
  Start();
  RawClient client(port());
  client.Send(PostHead("Echo", "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n"));
  EXPECT_EQ(client.Receive().status, 100);
  client.Send("bo");
  client.Send("dy");
  EXPECT_EQ(client.Receive().body, "body");
}

TEST_F(HttpServerTest, CompressesRepliesForThoseWhoAsk) {
  Start();
  RawClient client(port());
  const RawReply reply = client.Exchange(Post("Many", "100000", "Accept-Encoding: br, gzip\r\n"));

  EXPECT_EQ(reply.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(reply.Header("x-amz-crc32"), Crc32Of(reply.body));
  EXPECT_LT(reply.body.size(), 1000U);
  auto plain = Decompress(reply.body, 1'000'000);
  ASSERT_TRUE(plain);
  EXPECT_EQ(*plain, std::string(100'000, 'x'));

  EXPECT_EQ(client.Exchange(Post("Many", "100000", "Accept-Encoding: gzip;q=0\r\n"))
                .Header("Content-Encoding"),
            "");
  EXPECT_EQ(client.Exchange(Post("Many", "10", "Accept-Encoding: gzip\r\n")).body, "xxxxxxxxxx");
}

TEST_F(HttpServerTest, ReadsCompressedRequests) {
  Start();
  RawClient client(port());
  const std::string gzip = "Content-Encoding: gzip\r\n";
  EXPECT_EQ(client.Exchange(Post("Echo", Compress("{\"a\":1}"), gzip)).body, "{\"a\":1}");

  // RFC 1952: a file is a series of members, and so is their content.
  const std::string members = Compress("[") + Compress("") + Compress("1]");
  EXPECT_EQ(client.Exchange(Post("Echo", members, gzip)).body, "[1]");

  const std::string compressed = Compress(std::string(1000, 'a'));
  for (const std::string& broken : {std::string("{}"), std::string(), compressed.substr(0, 20),
                                    compressed + "x", compressed + compressed.substr(0, 20)}) {
    const RawReply reply = client.Exchange(Post("Echo", broken, gzip));
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.body, R"({"__type":"com.amazon.coral.service#SerializationException"})");
  }
}

TEST_F(HttpServerTest, SendsRepliesThatDoNotFitTheSocket) {
  Start();
  RawClient client(port());
  client.Send(Post("Many", "20000000") + Post("Echo", "next"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // Until its buffer is full.
  EXPECT_EQ(client.Receive().body.size(), 20'000'000U);
  EXPECT_EQ(client.Receive().body, "next");
}

// Neither a thread of connections nor one of the pool waits for a sync.
TEST_F(HttpServerTest, NobodyElseWaitsForWritesThatWaitForASync) {
  ServerOptions options = TestOptions();
  options.io_threads = 1;
  Start(options);
  for (const char* operation : {"Count", "Wait"}) {  // On the connection's thread, and in the pool.
    constexpr std::size_t kWriters = 20;             // More than there are threads.
    std::vector<std::unique_ptr<RawClient>> writers;
    database_.HoldSyncs(kWriters);
    for (std::size_t i = 0; i < kWriters; ++i) {
      writers.push_back(std::make_unique<RawClient>(port()));
      writers.back()->Send(Post(operation, "{}"));
    }
    database_.AwaitHeld(kWriters);
    RawClient reader(port());
    EXPECT_EQ(reader.Exchange(Post("Echo", "read")).body, "read");
    EXPECT_EQ(reader.Exchange(Post("Long", "1")).body, "slept");

    database_.EndSyncs(Done{});
    for (auto& writer : writers) EXPECT_EQ(writer->Receive().status, 200);
  }
}

TEST_F(HttpServerTest, AWriteThatIsNotSyncedIsAnError) {
  Start();
  for (const char* operation : {"Count", "Wait"}) {
    RawClient writer(port());
    database_.HoldSyncs(1);
    writer.Send(Post(operation, "{}"));
    database_.AwaitHeld(1);
    database_.EndSyncs(Error{.message = "the disk failed"});
    const RawReply reply = writer.Receive();
    EXPECT_EQ(reply.status, 500);
    EXPECT_NE(reply.body.find("InternalServerError"), std::string::npos) << reply.body;
  }
}

// Also the first call of a fresh connection is no burden to others: one that is long by its kind,
// one that turns out to be, and one with a large body.
TEST_F(HttpServerTest, NobodyWaitsForCallsThatTakeLong) {
  ServerOptions options = TestOptions();
  options.io_threads = 1;
  Start(options);
  const std::string large(kBodyBytesHere, ' ');
  for (const std::string& call :
       {Post("Long", "wait"), Post("Page", "wait"), Post("Wait", large + " "),
        Post("Wait", Compress("{}"), "Content-Encoding: gzip\r\n")}) {
    TestGate().Close();
    RawClient scanner(port());
    scanner.Send(call);
    TestGate().AwaitArrivals(1);

    RawClient reader(port());
    EXPECT_EQ(reader.Exchange(Post("Echo", "read")).body, "read");
    EXPECT_EQ(reader.Exchange(Post("Page", "short")).body, "short page");

    TestGate().Open();
    EXPECT_EQ(scanner.Receive().body, "waited");
  }
}

TEST_F(HttpServerTest, ServesManyConnectionsAtOnce) {
  Start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(port()));
  for (int round = 0; round < 3; ++round) {
    for (auto& client : clients) ASSERT_TRUE(client->Send(Post("Echo", "{}")));
    for (auto& client : clients) ASSERT_EQ(client->Receive().body, "{}");
  }
}

TEST_F(HttpServerTest, MakesRoomForFurtherConnections) {
  ServerOptions options = TestOptions();
  options.limits.connections_max = 2;
  Start(options);
  RawClient first(port());
  RawClient second(port());
  for (int i = 0; i < 3; ++i) {  // Nobody goes while nobody waits.
    EXPECT_EQ(first.Exchange(Post("Echo", "1")).body, "1");
    EXPECT_EQ(second.Exchange(Post("Echo", "2")).body, "2");
  }

  RawClient third(port());
  EXPECT_EQ(third.Exchange(Post("Echo", "3")).body, "3");
  const bool first_stays = first.Exchange(Post("Echo", "1")).status == 200;
  const bool second_stays = second.Exchange(Post("Echo", "2")).status == 200;
  EXPECT_NE(first_stays, second_stays);
}

TEST_F(HttpServerTest, LetsConnectionsWaitWhileAllAreBusy) {
  ServerOptions options = TestOptions();
  options.limits.connections_max = 1;
  Start(options);
  TestGate().Close();
  RawClient busy(port());
  busy.Send(Post("Wait", "{}"));
  TestGate().AwaitArrivals(1);

  RawClient waiting(port());
  waiting.Send(Post("Echo", "2"));
  TestGate().Open();
  EXPECT_EQ(busy.Receive().body, "waited");
  EXPECT_EQ(waiting.Receive().body, "2");
}

TEST_F(HttpServerTest, SaysWhenThePortIsTaken) {
  Start();
  ServerOptions options = TestOptions();
  options.port = port();

  auto second = Server::Start(database_, options);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(port()) + ": Address already in use");
}

TEST_F(HttpServerTest, SaysWhenTheAddressIsNotHere) {
  ServerOptions options = TestOptions();
  options.hosts = {"192.0.2.1"};
  EXPECT_FALSE(Server::Start(database_, options));
  options.hosts = {"no such name.invalid"};
  EXPECT_FALSE(Server::Start(database_, options));
}

TEST_F(HttpServerTest, ListensOnBothLoopbacksAndOnWhatItIsTold) {
  Start();
  const std::string port_text = std::to_string(port());
  const auto addresses = server_->addresses();
  EXPECT_EQ(addresses.front(), "127.0.0.1:" + port_text);
  if (addresses.size() > 1) {  // A machine without IPv6 has but one.
    EXPECT_EQ(addresses,
              (std::vector<std::string>{"127.0.0.1:" + port_text, "[::1]:" + port_text}));
  }

  ServerOptions options = TestOptions();
  options.hosts = {"127.0.0.2", "127.0.0.3", "127.0.0.2"};
  Start(options);
  EXPECT_EQ(server_->addresses(),
            (std::vector<std::string>{"127.0.0.2:" + std::to_string(port()),
                                      "127.0.0.3:" + std::to_string(port())}));
  if (addresses.size() > 1) {
    options.hosts = {"[::1]"};
    Start(options);
    EXPECT_EQ(server_->addresses(), std::vector{"[::1]:" + std::to_string(port())});
  }
}

}  // namespace server_test
}  // namespace
}  // namespace basalt::wire
