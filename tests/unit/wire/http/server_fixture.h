// A server with operations made for tests, and the requests that reach them.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "tests/unit/wire/fake_database.h"
#include "tests/unit/wire/http/raw_client.h"
#include "wire/http/server.h"
#include "wire/operations/operation.h"

namespace basalt::wire {

// Holds the Wait operation until it is opened.
class Gate {
 public:
  void Close() { Set(false); }
  void Open() { Set(true); }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++arrivals_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void AwaitArrivals(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrivals_ >= count; });
  }

 private:
  void Set(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    arrivals_ = 0;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  int arrivals_ = 0;
};

inline Gate& TestGate() {
  static Gate gate;
  return gate;
}

inline Result<std::string> EchoBody(Database&, std::string& body) { return std::move(body); }
inline Result<std::string> WaitAtGate(Database&, std::string&) {
  TestGate().Pass();
  return std::string("waited");
}
// Takes as many milliseconds as the body says, or waits.
inline Result<std::string> TakeLong(Database& database, std::string& body) {
  if (body == "wait") return WaitAtGate(database, body);
  std::this_thread::sleep_for(std::chrono::milliseconds(std::stoi(body)));
  return std::string("slept");
}
// Gives up, with nothing left of the body, unless that is "short".
inline std::optional<Result<std::string>> TakeShort(Database&, std::string& body) {
  if (std::exchange(body, "consumed") != "short") return std::nullopt;
  return std::string("short page");
}
inline Result<std::string> Fail(Database&, std::string&) {
  return Error{.message = "cannot read /secret/path"};
}
inline Result<std::string> Exhaust(Database&, std::string&) { throw std::bad_alloc(); }
inline std::atomic<int>& TestCounter() {
  static std::atomic<int> counter = 0;
  return counter;
}
inline Result<std::string> Count(Database&, std::string&) {
  return std::to_string(++TestCounter());
}
inline Result<std::string> ManyBytes(Database&, std::string& body) {
  return std::string(std::stoul(body), 'x');
}

inline const Operation* FindTestOperation(std::string_view name) {
  static constexpr Operation kOperations[] = {
      {"Echo", Access::kRead, &EchoBody},
      {.name = "Wait", .access = Access::kWrite, .handler = &WaitAtGate, .length = Length::kLong},
      {.name = "Long", .access = Access::kRead, .handler = &TakeLong, .length = Length::kLong},
      {.name = "Page",
       .access = Access::kRead,
       .handler = &TakeLong,
       .length = Length::kLong,
       .short_handler = &TakeShort},
      {"Fail", Access::kRead, &Fail},
      {"Exhaust", Access::kRead, &Exhaust},
      {"Count", Access::kWrite, &Count},
      {"Many", Access::kRead, &ManyBytes}};
  for (const Operation& operation : kOperations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

inline std::string PostHead(std::string_view operation, std::string_view more_headers = {}) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\n"
         "Content-Type: application/x-amz-json-1.0\r\n"
         "X-Amz-Date: 20260101T000000Z\r\n"
         "Authorization: AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c\r\n"
         "X-Amz-Target: DynamoDB_20120810." +
         std::string(operation) + "\r\n" + std::string(more_headers);
}

inline std::string Post(std::string_view operation, std::string_view body,
                        std::string_view more_headers = {}) {
  return PostHead(operation, more_headers) + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

class HttpServerTest : public testing::Test {
 protected:
  void TearDown() override { TestGate().Open(); }

  static ServerOptions TestOptions() {
    ServerOptions options;
    options.port = 0;
    options.io_threads = 2;
    options.request_id_seed = 1;
    options.find_operation = &FindTestOperation;
    return options;
  }

  void Start(const ServerOptions& options = TestOptions()) {
    auto started = Server::Start(database_, options);
    ASSERT_TRUE(started) << started.error().message;
    server_ = *std::move(started);
  }

  std::uint16_t port() const { return server_->port(); }

  FakeDatabase database_;
  std::unique_ptr<Server> server_;
};

}  // namespace basalt::wire
