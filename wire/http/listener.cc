#include "wire/http/listener.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long to wait before accepting again when there are too many connections or no file handles,
// unless room is made before.
constexpr std::chrono::milliseconds kAcceptPause(50);

// A port that is free at one address may be taken at the next one: then another is tried.
constexpr int kFreePortAttempts = 20;

// Between two lines in the log about that.
constexpr std::chrono::seconds kQuietTime(10);

constexpr std::string_view kLoopback = "127.0.0.1";
constexpr std::string_view kLoopback6 = "::1";

struct Address {
  asio::ip::address address;
  bool may_be_missing = false;  // The machine need not have it.
};

Error CannotListen(const std::string& place, const error_code& error) {
  return {.code = ErrorCode::kInternal,
          .message = "cannot listen on " + place + ": " + error.message()};
}

std::string WithoutBrackets(const std::string& host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

bool IsMissing(const error_code& error) {
  return error == asio::error::address_family_not_supported ||
         error == boost::system::errc::address_not_available;
}

// Each address once.
Result<std::vector<Address>> Resolve(asio::io_context& context,
                                     const std::vector<std::string>& hosts, std::uint16_t port) {
  if (hosts.empty()) {
    return std::vector<Address>{{asio::ip::make_address(kLoopback)},
                                {asio::ip::make_address(kLoopback6), /*may_be_missing=*/true}};
  }
  std::vector<Address> addresses;
  tcp::resolver resolver(context);
  for (const std::string& host : hosts) {
    error_code error;
    const auto found = resolver.resolve(WithoutBrackets(host), std::to_string(port),
                                        tcp::resolver::passive, error);
    if (error) return CannotListen(host + ":" + std::to_string(port), error);
    for (const auto& entry : found) {
      const asio::ip::address address = entry.endpoint().address();
      const bool known = std::ranges::count(addresses, address, &Address::address) != 0;
      if (!known) addresses.push_back({address, /*may_be_missing=*/found.size() > 1});
    }
  }
  return addresses;
}

// The error is of the last step.
tcp::acceptor Open(asio::io_context& context, const tcp::endpoint& endpoint, bool only_v6,
                   error_code& error) {
  tcp::acceptor acceptor(context);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && only_v6 && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return acceptor;
}

using Listeners = std::vector<std::unique_ptr<Listener>>;

// Nothing: the port, which was free at the first address, is taken at another one.
Result<std::optional<Listeners>> TryListen(asio::io_context& context,
                                           const std::vector<Address>& addresses,
                                           std::uint16_t asked_port, const Listener::Door& door) {
  Listeners listeners;
  std::uint16_t port = asked_port;
  error_code last;
  for (const Address& address : addresses) {
    const tcp::endpoint endpoint(address.address, port);
    error_code error;
    tcp::acceptor acceptor = Open(context, endpoint, addresses.size() > 1, error);
    if (error) last = error;
    if (error && address.may_be_missing && IsMissing(error)) continue;
    if (error == asio::error::address_in_use && asked_port == 0) return std::optional<Listeners>();
    if (error) return CannotListen(ToText(endpoint), error);
    port = acceptor.local_endpoint(error).port();
    if (error) return CannotListen(ToText(endpoint), error);
    listeners.push_back(std::make_unique<Listener>(std::move(acceptor), door));
  }
  if (listeners.empty()) {
    return CannotListen(ToText(tcp::endpoint(addresses.front().address, port)), last);
  }
  return std::optional(std::move(listeners));
}

}  // namespace

Listener::Listener(Tcp::acceptor acceptor, Door door)
    : acceptor_(std::move(acceptor)),
      timer_(acceptor_.get_executor()),
      door_(std::move(door)),
      endpoint_(acceptor_.local_endpoint()) {}

void Listener::Close() {
  error_code ignored;  // Closing cannot be refused.
  acceptor_.close(ignored);
  timer_.cancel();
}

// Whatever is lacking now, there will be another attempt.
void Listener::Accept() {
  try {
    AcceptNext();
  } catch (const std::exception& exception) {
    Complain(exception.what());
    AcceptLater();
  }
}

void Listener::AcceptNext() {
  if (!door_.has_room()) return AwaitRoom();
  acceptor_.async_accept(
      door_.context_for_next(),
      [this](const error_code& error, Tcp::socket socket) { OnAccept(error, std::move(socket)); });
}

// What stands in the way of one stands in the way of many.
void Listener::Complain(const std::string& what) {
  const auto now = std::chrono::steady_clock::now();
  if (now < quiet_until_) return;
  quiet_until_ = now + kQuietTime;
  spdlog::warn("cannot accept connections on {}: {}", ToText(endpoint_), what);
}

void Listener::OnAccept(const error_code& error, Tcp::socket socket) {
  if (!acceptor_.is_open()) return;
  if (error) {
    Complain(error.message());
    const bool no_files = error == asio::error::no_descriptors ||
                          error == boost::system::errc::too_many_files_open_in_system;
    hurries_ = !std::exchange(failed_, true);  // If room did not help, others take the files.
    if (no_files) door_.make_room();
    return AcceptLater();
  }
  failed_ = false;
  try {
    door_.enter(std::move(socket));
  } catch (const std::exception& exception) {  // It is closed; others may have more luck.
    Complain(exception.what());
  }
  Accept();
}

// Nobody has to go before there is somebody to make room for.
void Listener::AwaitRoom() {
  acceptor_.async_wait(Tcp::acceptor::wait_read, [this](const error_code& error) {
    if (!acceptor_.is_open()) return;
    hurries_ = true;
    if (!error) door_.make_room();
    AcceptLater();
  });
}

void Listener::AcceptLater() {
  timer_.expires_after(kAcceptPause);
  timer_.async_wait([this](const error_code&) {
    if (acceptor_.is_open()) Accept();
  });
}

void Listener::RoomMade() {
  if (hurries_) timer_.cancel();
}

Result<std::vector<std::unique_ptr<Listener>>> ListenOn(asio::io_context& context,
                                                        const std::vector<std::string>& hosts,
                                                        std::uint16_t port,
                                                        const Listener::Door& door) {
  const auto addresses = Resolve(context, hosts, port);
  if (!addresses) return addresses.error();
  for (int attempt = 0; attempt < kFreePortAttempts; ++attempt) {
    auto listeners = TryListen(context, *addresses, port, door);
    if (!listeners) return listeners.error();
    if (*listeners) return std::move(**listeners);
  }
  return Error{.code = ErrorCode::kInternal, .message = "no port is free at all addresses"};
}

std::string ToText(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port());
}

}  // namespace basalt::wire
