// `basalt healthcheck`: does a server answer? For a container's HEALTHCHECK, so that its image
// needs no HTTP client.
#include <charconv>
#include <cstdint>
#include <memory>
#include <regex>
#include <string>

#include "basalt/result.h"
#include "tools/command.h"
#include "wire/http/probe.h"

namespace basalt::tools {
namespace {

// REQUIRES: digits alone. None at all are the port that the scheme has.
bool CanBePort(const std::string& digits) {
  if (digits.empty()) return true;
  std::uint16_t port = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return failed == std::errc() && port != 0;
}

Result<wire::ProbedServer> ParseUrl(const std::string& url) {
  static const std::regex form(R"((https?)://(\[[0-9a-fA-F:.]+\]|[^/:\[\]]+)(?::(\d+))?/?)");
  std::smatch parts;
  if (!std::regex_match(url, parts, form) || !CanBePort(parts[3].str())) {
    return Error{.message = "not an address of the form http://HOST:PORT"};
  }
  const bool tls = parts[1] == "https";
  std::string host = parts[2].str();
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  const std::string default_port = tls ? "443" : "80";
  return wire::ProbedServer{.tls = tls,
                            .host = std::move(host),
                            .port = parts[3].matched ? parts[3].str() : default_port};
}

Status CheckHealth(const std::string& url) {
  const auto server = ParseUrl(url);
  if (!server) return server.error();
  return wire::Probe(*server);
}

}  // namespace

void AddHealthcheck(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("healthcheck", "Exit with 0 if a server is ready, otherwise with 1");
  auto url = std::make_shared<std::string>("http://127.0.0.1:8000");
  command
      ->add_option("--url", *url, "The server's address; the certificate of https is not checked")
      ->capture_default_str()
      ->option_text("http[s]://HOST:PORT");
  command->callback([url, &exit_code] {
    const Status healthy = CheckHealth(*url);
    exit_code = healthy ? kExitDone : Fail("'" + *url + "': " + healthy.error().message);
  });
}

}  // namespace basalt::tools
