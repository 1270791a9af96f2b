// The HTTP server: DynamoDB's JSON protocol over HTTP/1.1, in front of a database.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/database.h"
#include "basalt/result.h"
#include "basalt/virtual_clock.h"
#include "wire/auth/browser_guard.h"
#include "wire/auth/credentials.h"
#include "wire/http/tls.h"

namespace basalt::wire {

struct Operation;

// What one client may take of the server. Every limit is answered, none drops a request silently.
struct ServerLimits {
  std::size_t body_bytes_max = 16 * 1024 * 1024;  // "Service, account, and table quotas".
  std::size_t header_bytes_max = 16 * 1024;
  // At the limit those that wait longest for their clients make room for new ones.
  std::size_t connections_max = 4096;
  // Of what requests and replies take on all connections together: their bodies, the trees and
  // items made of them, and what is not yet sent. A few kilobytes a connection are free. What needs
  // more is refused with 503, calls that read after memory_timeout.
  std::size_t memory_bytes_max = 512 * 1024 * 1024;

  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);  // Of TLS.
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(5);        // Between requests.
  std::chrono::milliseconds request_timeout = std::chrono::seconds(60);    // First byte to last.
  std::chrono::milliseconds reply_timeout = std::chrono::seconds(60);      // Until all is sent.
  std::chrono::milliseconds linger_timeout = std::chrono::seconds(5);   // Until the client closes.
  std::chrono::milliseconds stop_timeout = std::chrono::seconds(5);     // For requests in flight.
  std::chrono::milliseconds memory_timeout = std::chrono::seconds(10);  // Until a call has memory.
};

struct ServerOptions {
  // Names or addresses, IPv6 with or without brackets; all that a name stands for. Empty: both
  // loopbacks, of which that of IPv6 may be missing.
  std::vector<std::string> hosts;
  std::uint16_t port = 8000;         // On all of them. 0: any that is free.
  std::string region = "us-east-1";  // Of the health check, and of signatures.

  // The keys by one of which requests must be signed, at the time of the system's clock. Nothing:
  // any well-formed signature will do.
  std::optional<std::vector<Credential>> credentials;

  BrowserOptions browsers;
  std::optional<TlsFiles> tls;  // Nothing: plain HTTP.

  // 0: one for each core. As many again (at least two) run the calls that take long.
  std::size_t io_threads = 0;

  ServerLimits limits;
  const Clock* clock = nullptr;                  // Of the Date header; null: the system's.
  std::optional<std::uint64_t> request_id_seed;  // Makes request ids repeatable.
  const Operation* (*find_operation)(std::string_view name) = nullptr;  // Null: the registry's.

  // The database's clock, to be read and moved under /_basalt/ (wire/admin/admin_api.h) by anybody
  // who can connect. Null: nothing lies there.
  VirtualClock* admin_clock = nullptr;

  // Why requests would not be served as they should, for GET /readyz; nothing: they would. Called
  // from any thread. Null: they always are.
  std::function<std::optional<std::string>()> not_ready = {};
};

// Serves from Start to Stop, on threads of its own. Start, Stop and the destructor are for one
// thread; port() for any.
class Server {
 public:
  // Listens at once: what connects after this is answered. The database must outlive the server.
  // Errors: kInternal with a text for people: the port is taken, the address is not this machine's.
  static Result<std::unique_ptr<Server>> Start(Database& database, const ServerOptions& options);

  ~Server();  // Stops.
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

  // Where it listens: "127.0.0.1:8000", "[::1]:8000".
  std::vector<std::string> addresses() const;

  // Reads certificate and key again, for connections from now on; those that are open stay as they
  // are. Without TLS there is nothing to do. Errors: kInternal; then all is as before.
  Status ReloadTls();

  // Accepts nothing more, and returns when all threads have ended. Every request that has come in
  // is answered, with Connection: close, and none is begun that cannot be. After
  // limits.stop_timeout slow clients are cut off, and calls that wait are refused with 503; a call
  // that runs is always waited for.
  void Stop();

 private:
  class State;
  explicit Server(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace basalt::wire
