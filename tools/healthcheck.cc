// `basalt healthcheck`: does a server answer? For a container's HEALTHCHECK, so that its image
// needs no HTTP client.
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <memory>
#include <regex>
#include <string>

#include "basalt/result.h"
#include "tools/command.h"

namespace basalt::tools {
namespace {

constexpr int kTimeoutSeconds = 3;

// A file descriptor that closes itself.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

struct Endpoint {
  std::string host;
  std::string port;
};

Result<Endpoint> ParseUrl(const std::string& url) {
  static const std::regex form(R"(http://(\[[0-9a-fA-F:.]+\]|[^/:\[\]]+)(?::(\d+))?/?)");
  std::smatch parts;
  if (!std::regex_match(url, parts, form)) {
    return Error{.message = "not an address of the form http://HOST:PORT: " + url};
  }
  std::string host = parts[1].str();
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return Endpoint{.host = std::move(host), .port = parts[2].matched ? parts[2].str() : "80"};
}

// The first bytes of the answer to GET /. Errors: kInternal.
Result<std::string> Ask(const addrinfo& address, const std::string& host) {
  const Socket socket(::socket(address.ai_family, address.ai_socktype, address.ai_protocol));
  const timeval timeout{.tv_sec = kTimeoutSeconds, .tv_usec = 0};
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
  setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
  if (connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0) {
    return Error{.message = "nothing listens there"};
  }

  const std::string request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  if (send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    return Error{.message = "the connection broke"};
  }
  std::string answer(256, '\0');
  const ssize_t received = recv(socket.get(), answer.data(), answer.size(), MSG_WAITALL);
  if (received <= 0) return Error{.message = "no answer"};
  answer.resize(static_cast<std::size_t>(received));
  return answer;
}

Status CheckHealth(const std::string& url) {
  const auto endpoint = ParseUrl(url);
  if (!endpoint) return endpoint.error();

  const addrinfo wanted{.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  if (getaddrinfo(endpoint->host.c_str(), endpoint->port.c_str(), &wanted, &found) != 0) {
    return Error{.message = "no such host: " + endpoint->host};
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, &freeaddrinfo);

  Result<std::string> answer = Error{.message = "no address for " + endpoint->host};
  for (const addrinfo* address = found; address != nullptr && !answer; address = address->ai_next) {
    answer = Ask(*address, endpoint->host);
  }
  if (!answer) return answer.error();
  if (!answer->starts_with("HTTP/1.1 200")) {
    return Error{.message = "unhealthy: " + answer->substr(0, answer->find('\r'))};
  }
  return Done{};
}

}  // namespace

void AddHealthcheck(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("healthcheck", "Exit with 0 if a server answers");
  auto url = std::make_shared<std::string>("http://127.0.0.1:8000");
  command->add_option("--url", *url, "The server's address")->capture_default_str();
  command->callback([url, &exit_code] {
    const Status healthy = CheckHealth(*url);
    exit_code = healthy ? kExitDone : Fail(*url + ": " + healthy.error().message);
  });
}

}  // namespace basalt::tools
