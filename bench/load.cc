#include "bench/load.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bench/table.h"

namespace basalt::bench {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;

bool Connect(int socket, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// A connection that sends a request and gathers the reply to it.
class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    Require(Connect(socket_, port), "cannot connect");
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int socket() const { return socket_; }

  // Requests are small against the socket's buffer: sending does not wait for the server.
  void Send(const std::string& request) {
    received_.clear();
    body_at_.reset();
    std::string_view rest = request;
    while (!rest.empty()) {
      const ssize_t sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
      Require(sent > 0, "cannot send");
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // Reads once. Whether the reply is complete.
  bool Receive() {
    const std::size_t before = received_.size();
    received_.resize(before + kReadBytes);
    const ssize_t got = recv(socket_, received_.data() + before, kReadBytes, 0);
    Require(got > 0, "the server closed a connection");
    received_.resize(before + static_cast<std::size_t>(got));
    if (!body_at_) ReadHead();
    return body_at_ && received_.size() >= *body_at_ + body_bytes_;
  }

  // REQUIRES for both: the reply is complete.
  int status() const {
    int status = 0;
    std::from_chars(received_.data() + 9, received_.data() + 12, status);
    return status;
  }
  std::string body() const { return received_.substr(*body_at_); }

 private:
  using socket_t = int;

  void ReadHead() {
    constexpr std::string_view kEnd = "\r\n\r\n";
    constexpr std::string_view kLength = "content-length: ";
    const std::size_t end = received_.find(kEnd);
    if (end == std::string::npos) return;
    const auto found =
        std::ranges::search(std::string_view(received_).substr(0, end), kLength,
                            [](char ours, char name) { return AsciiLower(ours) == name; });
    Require(!found.empty(), "a reply without Content-Length");
    const auto length = static_cast<std::size_t>(found.begin() - received_.data());
    std::from_chars(received_.data() + length + kLength.size(), received_.data() + end,
                    body_bytes_);
    body_at_ = end + kEnd.size();
  }

  static socket_t socket(int domain, int type, int protocol) {
    return ::socket(domain, type, protocol);
  }

  socket_t socket_;
  std::string received_;
  std::optional<std::size_t> body_at_;
  std::size_t body_bytes_ = 0;
};

}  // namespace

std::string HttpRequest(std::string_view target, std::string_view operation,
                        std::string_view body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\n"
      "X-Amz-Target: DynamoDB_20120810.{}\r\nX-Amz-Date: 20260101T000000Z\r\n"
      "Authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
      "SignedHeaders=host;x-amz-date;x-amz-target, Signature={:064}\r\n"
      "Content-Length: {}\r\n\r\n{}",
      target, operation, 0, body.size(), body);
}

Reply Ask(std::uint16_t port, const std::string& request) {
  Connection connection(port);
  connection.Send(request);
  while (!connection.Receive()) {
  }
  return {connection.status(), connection.body()};
}

std::vector<double> Latencies(std::uint16_t port, const std::vector<std::string>& requests) {
  Connection connection(port);
  std::vector<double> latencies;
  for (const std::string& request : requests) {
    const auto start = std::chrono::steady_clock::now();
    connection.Send(request);
    while (!connection.Receive()) {
    }
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    Require(connection.status() == 200, "a request was refused: " + connection.body());
    latencies.push_back(took.count());
  }
  return latencies;
}

bool Accepts(std::uint16_t port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  const bool accepts = Connect(probe, port);
  close(probe);
  return accepts;
}

void MeasureRound(const ServerProcess& server, const std::vector<std::string>& requests,
                  Speeds& speeds) {
  std::size_t position = 0;
  const double cpu_before = server.CpuSeconds();
  const Load load = Run({.port = server.port(), .next_request = [&]() -> const std::string& {
                           return requests[position++ % requests.size()];
                         }});
  const double cpu = server.CpuSeconds() - cpu_before;
  speeds.per_second.push_back(load.requests / load.seconds);
  speeds.per_cpu_second.push_back(load.requests / cpu);
}

Load Run(const LoadOptions& options) {
  std::vector<std::unique_ptr<Connection>> connections;
  const int poll = epoll_create1(0);
  for (std::size_t i = 0; i < options.connections; ++i) {
    Connection& connection = *connections.emplace_back(std::make_unique<Connection>(options.port));
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
    epoll_ctl(poll, EPOLL_CTL_ADD, connection.socket(), &event);
    connection.Send(options.next_request());
  }

  const auto start = std::chrono::steady_clock::now();
  const auto end = start + options.duration;
  std::size_t answered = 0;
  std::array<epoll_event, 64> events{};
  auto now = start;
  while (now < end || answered < options.connections) {
    const int ready = epoll_wait(poll, events.data(), events.size(), 1000);
    for (int i = 0; i < ready; ++i) {
      auto& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!connection.Receive()) continue;
      Require(connection.status() == 200, "a request was refused: " + connection.body());
      ++answered;
      connection.Send(options.next_request());
    }
    now = std::chrono::steady_clock::now();
  }
  close(poll);
  const std::chrono::duration<double> elapsed = now - start;
  return {.requests = static_cast<double>(answered), .seconds = elapsed.count()};
}

}  // namespace basalt::bench
