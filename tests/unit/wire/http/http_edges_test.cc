// Where RFC 9112 says exactly what a server does, and where proxies and attackers try.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/wire/http/server_fixture.h"

namespace basalt::wire {
namespace {

namespace http_edges_test {

using HttpEdgesTest = HttpServerTest;

std::string PostWithHead(std::string_view head, std::string_view body = {}) {
  std::string request = PostHead("Echo");
  request += std::string(head) + "\r\n" + std::string(body);
  return request;
}

// Whatever follows such a request must not be taken for another one.
TEST_F(HttpEdgesTest, RefusesRequestsWhoseEndIsOpen) {
  Start();
  const std::string smuggled = Post("Count", "{}");
  for (const std::string& head : {
           std::string("Transfer-Encoding: xchunked\r\n"),
           std::string("Transfer-Encoding: gzip, chunked\r\n"),
           std::string("Transfer-Encoding: chunked, identity\r\n"),
           std::string("Transfer-Encoding: identity\r\n"),
           std::string("Transfer-Encoding:\r\n"),
           std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
           std::string("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
           std::string("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
           std::string("Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n"),
           std::string("Content-Length: 5, 6\r\n"),
           std::string("Content-Length : 5\r\n"),
           std::string("Content-Length: 5\r\n Transfer-Encoding: chunked\r\nX: y\rz\r\n"),
       }) {
    TestCounter() = 0;
    RawClient client(port());
    client.Send(PostWithHead(head, smuggled));
    const RawReply reply = client.Receive();
    EXPECT_EQ(reply.status, 400) << head;
    EXPECT_EQ(reply.Header("Connection"), "close") << head;
    EXPECT_TRUE(client.IsClosed()) << head;
    EXPECT_EQ(TestCounter(), 0) << head;
  }
  RawClient old(port());
  old.Send("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled);
  EXPECT_EQ(old.Receive().status, 400);
}

TEST_F(HttpEdgesTest, RefusesMoreAndLessThanOneHost) {
  Start();
  for (const char* head :
       {"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.com\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"}) {
    RawClient client(port());
    EXPECT_EQ(client.Exchange(head).status, 400) << head;
    EXPECT_TRUE(client.IsClosed()) << head;
  }
  EXPECT_EQ(RawClient(port()).Exchange("GET / HTTP/1.0\r\n\r\n").status, 200);
}

TEST_F(HttpEdgesTest, RefusesHostsThatAreNone) {
  Start();
  for (const char* host : {"evil.com", "evil.com..", "[evil.com]", "localhost:80@evil.com",
                           "evil.com.", "[::1]@evil.com", "127.0.0.1 .evil.com"}) {
    RawClient client(port());
    EXPECT_EQ(client.Exchange("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status,
              403)
        << host;
  }
}

TEST_F(HttpEdgesTest, TakesTargetsThatNameTheServer) {
  Start();
  RawClient client(port());
  std::string request = Post("Echo", "{}");
  request.replace(0, 7, "POST http://localhost:8000/ ");
  EXPECT_EQ(client.Exchange(request).body, "{}");
  for (const char* target :
       {"http://localhost", "HTTP://127.0.0.1:80/", "https://[::1]/?a=b", "http://localhost?a=b"}) {
    EXPECT_EQ(client.Exchange("GET " + std::string(target) + " HTTP/1.1\r\nHost: evil.com\r\n\r\n")
                  .status,
              200)
        << target;
  }
  // The target counts, whatever the header says.
  for (const char* target : {"http://evil.com/", "http://localhost@evil.com/", "http:///"}) {
    EXPECT_EQ(client.Exchange("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .status,
              target == std::string("http:///") ? 200 : 403)
        << target;
  }
  EXPECT_EQ(client.Exchange("GET http://localhost/x HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  EXPECT_EQ(client.Exchange("GET ftp://localhost/ HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
}

TEST_F(HttpEdgesTest, IgnoresBlankLinesBeforeARequest) {
  Start();
  RawClient client(port());
  EXPECT_EQ(client.Exchange("\r\n" + Post("Echo", "1")).body, "1");
  EXPECT_EQ(client.Exchange("\r\n\r\n\n" + Post("Echo", "2")).body, "2");
  EXPECT_EQ(client.Exchange(Post("Echo", "3") + "\r\n").body, "3");
  EXPECT_EQ(client.Exchange(Post("Echo", "4")).body, "4");
  for (const char byte : "\r\n\r\n" + Post("Echo", "5")) client.Send(std::string_view(&byte, 1));
  EXPECT_EQ(client.Receive().body, "5");
}

// Blank lines alone are no request that could be late.
TEST_F(HttpEdgesTest, IsIdleAfterABlankLine) {
  ServerOptions options = TestOptions();
  options.limits.request_timeout = std::chrono::milliseconds(50);
  options.limits.idle_timeout = std::chrono::seconds(60);
  Start(options);
  RawClient client(port());
  EXPECT_EQ(client.Exchange(Post("Echo", "1") + "\r\n").body, "1");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(client.Exchange(Post("Echo", "2")).body, "2");
}

TEST_F(HttpEdgesTest, TellsClientsNothingOfWhatFailedInside) {
  Start();
  RawClient client(port());
  const RawReply failed = client.Exchange(Post("Fail", "{}"));
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.body, R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
                         R"("message":"Internal server error"})");
  const RawReply exhausted = client.Exchange(Post("Exhaust", "{}"));
  EXPECT_EQ(exhausted.status, 503);
  EXPECT_NE(exhausted.body.find("InternalServerError"), std::string::npos);
  EXPECT_EQ(client.Exchange(Post("Echo", "goes on")).body, "goes on");
}

TEST_F(HttpEdgesTest, SaysWhetherItIsReady) {
  std::atomic<bool> ready = true;
  ServerOptions options = TestOptions();
  options.not_ready = [&] { return ready ? std::nullopt : std::optional<std::string>("no disk"); };
  Start(options);
  RawClient client(port());
  const std::string ask = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(client.Exchange(ask).body, "ready\n");
  ready = false;
  const RawReply reply = client.Exchange(ask);
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.body, "not ready: no disk\n");
  EXPECT_EQ(client.Exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
}

}  // namespace http_edges_test
}  // namespace
}  // namespace basalt::wire
