// A client that sends exactly the bytes it is told to, well-formed or not.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace basalt::wire {

inline constexpr int kPatienceMs = 10'000;  // Tests fail rather than hang.

struct RawReply {
  int status = 0;  // 0: the connection ended, or nothing came in time.
  std::string head;
  std::string body;

  // A header's value; empty if there is none.
  std::string Header(std::string_view name) const {
    const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + 2 + name.size() + 2;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  // False: the server has closed.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void FinishSending() { ::shutdown(socket_, SHUT_WR); }

  // The next reply, read to the end of its body.
  RawReply Receive(bool has_body = true) {
    RawReply reply;
    std::size_t head_end;
    while ((head_end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!ReceiveMore()) return reply;
    }
    reply.head = pending_.substr(0, head_end + 2);
    pending_.erase(0, head_end + 4);
    const std::string length = reply.Header("Content-Length");
    const std::size_t body_bytes = has_body && !length.empty() ? std::stoul(length) : 0;
    while (pending_.size() < body_bytes) {
      if (!ReceiveMore()) return reply;
    }
    reply.body = pending_.substr(0, body_bytes);
    pending_.erase(0, body_bytes);
    reply.status = std::stoi(reply.head.substr(reply.head.find(' ') + 1));
    return reply;
  }

  RawReply Exchange(std::string_view request) {
    Send(request);
    return Receive();
  }

  // Whether the server closes, without sending anything more.
  bool IsClosed() { return pending_.empty() && !ReceiveMore() && ended_; }

 private:
  bool ReceiveMore() {
    pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&readable, 1, kPatienceMs) <= 0) return false;
    char bytes[16 * 1024];
    const ssize_t received = ::recv(socket_, bytes, sizeof bytes, 0);
    ended_ = received == 0;
    if (received <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(received));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string pending_;
};

}  // namespace basalt::wire
