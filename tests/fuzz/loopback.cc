#include "tests/fuzz/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "basalt/clock.h"
#include "tests/fuzz/require.h"

namespace basalt::fuzz {
namespace {

using boost::asio::ip::tcp;

constexpr int kPollsMax = 100'000;

// Takes what has come in. False: the other end has closed.
bool Drain(int client, std::string& received) {
  std::array<char, 16 * 1024> bytes;
  while (true) {
    const ssize_t count = ::recv(client, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count == 0) return false;
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    received.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Loopback::Loopback(const wire::Dispatcher& dispatcher, const wire::ServerLimits& limits)
    : memory_(limits.memory_bytes_max),
      calls_(memory_, /*threads=*/1, limits.memory_timeout),
      thread_({.dispatcher = dispatcher,
               .limits = limits,
               .calls = calls_,
               .clock = SystemClock(),
               .memory = memory_},
              /*request_id_seed=*/1),
      listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  Require(::bind(listener_, generic, size) == 0 && ::listen(listener_, 8) == 0 &&
              ::getsockname(listener_, generic, &size) == 0,
          "the loopback listens");
  port_ = ntohs(address.sin_port);
}

Loopback::~Loopback() { ::close(listener_); }

int Loopback::Connect() {
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port_);
  const bool connected =
      ::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  const int server = connected ? ::accept(listener_, nullptr, nullptr) : -1;
  Require(server >= 0, "the loopback connects");
  const linger reset{.l_onoff = 1, .l_linger = 0};  // Leaves no port waiting.
  ::setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  thread_.Serve(tcp::socket(thread_.context(), tcp::v4(), server), nullptr);
  return client;
}

std::string Loopback::Exchange(std::string_view bytes, std::size_t piece_bytes) {
  const int client = Connect();
  const auto work = [this] {
    thread_.context().restart();
    thread_.context().poll();
  };
  std::string received;
  bool open = true;
  work();
  while (open && !bytes.empty()) {
    const std::string_view piece = bytes.substr(0, piece_bytes);
    const ssize_t sent = ::send(client, piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    work();
    open = Drain(client, received);
  }
  ::shutdown(client, SHUT_WR);
  for (int polls = 0; thread_.connections() > 0; ++polls) {
    Require(polls < kPollsMax, "a connection ends once the client has said all");
    work();
    Drain(client, received);
  }
  Drain(client, received);
  ::close(client);
  return received;
}

}  // namespace basalt::fuzz
