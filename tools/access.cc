#include "tools/access.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "tools/files.h"

namespace basalt::tools {
namespace {

using wire::Credential;

// Not AWS's own names: the keys of a real account, which many shells hold, are never taken by
// accident.
constexpr const char* kKeyId = "BASALT_ACCESS_KEY_ID";
constexpr const char* kSecret = "BASALT_SECRET_ACCESS_KEY";
constexpr const char* kSessionToken = "BASALT_SESSION_TOKEN";

Error Refusal(std::string message) {
  return {.code = ErrorCode::kInternal, .message = std::move(message)};
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

Result<std::vector<Credential>> ReadFile(const std::string& path) {
  if (auto file = CheckSecretFile(path); !file)
    return Refusal("credentials: " + file.error().message);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    return Refusal("cannot read credentials from '" + path + "'");
  auto credentials = wire::ParseCredentials(text.str());
  if (!credentials) {
    return Refusal("credentials in '" + path + "': " + credentials.error().message);
  }
  return credentials;
}

// None if the environment names no key.
Result<std::vector<Credential>> ReadEnvironment() {
  const Credential credential{.key_id = Environment(kKeyId),
                              .secret = Environment(kSecret),
                              .session_token = Environment(kSessionToken)};
  if (credential.key_id.empty() && credential.secret.empty()) return std::vector<Credential>();
  if (auto good = wire::CheckCredential(credential); !good) {
    return Refusal(std::string(kKeyId) + " and " + kSecret + ": " + good.error().message);
  }
  return std::vector{credential};
}

std::string WithoutBrackets(const std::string& host) {
  const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

// Names hold other characters than numbers and dots, and neither colons nor brackets.
bool CanBeHost(const std::string& host) {
  const std::string address = WithoutBrackets(host);
  if (address.find(':') != std::string::npos) {
    in6_addr v6{};
    const std::string unscoped = address.substr(0, address.find('%'));
    return inet_pton(AF_INET6, unscoped.c_str(), &v6) == 1;
  }
  if (address != host || address.empty()) return false;
  if (address.find_first_of("[]") != std::string::npos) return false;
  in_addr v4{};
  const bool is_number = address.find_first_not_of("0123456789.") == std::string::npos;
  return !is_number || inet_aton(address.c_str(), &v4) != 0;
}

}  // namespace

void AddAccessOptions(CLI::App& command, AccessOptions& options) {
  command
      .add_option("--auth", options.auth,
                  "Whose requests are served: anybody's (none), or those signed with a known key "
                  "(signature). Without it: signature if there are keys, otherwise none")
      ->check(CLI::IsMember(std::vector<std::string>{"none", "signature"}))
      ->option_text("none|signature");
  command
      .add_option("--credentials", options.credentials_file,
                  "The keys, in a file such as ~/.aws/credentials; otherwise that of the "
                  "environment: BASALT_ACCESS_KEY_ID, BASALT_SECRET_ACCESS_KEY and "
                  "BASALT_SESSION_TOKEN")
      ->check(NotEmpty())
      ->option_text("FILE");
  command.add_flag("--allow-unauthenticated", options.allow_unauthenticated,
                   "Serve anybody also where other machines can connect");
  command
      .add_option(
          "--allowed-host", options.browsers.allowed_hosts,
          "A name by which clients reach a server without keys, beside IP addresses and "
          "names without dots: example.org, .example.org for all below it, or *. May be given "
          "several times")
      ->allow_extra_args(false)
      ->option_text("NAME");
  command
      .add_option("--cors", options.browsers.cors_origins,
                  "An origin whose web pages may use the server, such as http://localhost:3000, "
                  "or * for all. May be given several times")
      ->allow_extra_args(false)
      ->option_text("ORIGIN")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return wire::IsOrigin(text) ? std::string() : "not an origin: " + text;
          },
          "ORIGIN"));
}

Result<std::optional<std::vector<Credential>>> DecideAccess(const AccessOptions& options,
                                                            const std::vector<std::string>& hosts) {
  const bool none = options.auth == "none";
  if (none && !options.credentials_file.empty()) {
    return Refusal("--auth none looks at no keys: leave out --credentials");
  }
  if (!none) {
    auto credentials =
        options.credentials_file.empty() ? ReadEnvironment() : ReadFile(options.credentials_file);
    if (!credentials) return credentials.error();
    if (!credentials->empty()) return std::optional(*std::move(credentials));
    if (options.auth == "signature") {
      return Refusal("--auth signature needs keys: --credentials FILE, or " + std::string(kKeyId) +
                     " and " + kSecret + " in the environment");
    }
  }
  const auto open = std::ranges::find_if_not(hosts, &IsLoopback);
  if (open != hosts.end() && !options.allow_unauthenticated) {
    return Refusal("other machines can connect to " + *open +
                   ": have requests signed (--auth signature, --credentials FILE), or let anybody "
                   "in (--allow-unauthenticated)");
  }
  return std::optional<std::vector<Credential>>();
}

CLI::Validator HostOrAddress() {
  return {[](const std::string& text) {
            return CanBeHost(text) ? std::string() : "not a name or an address: '" + text + "'";
          },
          "HOST"};
}

bool IsLoopback(const std::string& host) {
  const std::string address = WithoutBrackets(host);
  in_addr v4{};
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6) != 0;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  return host == "localhost";
}

}  // namespace basalt::tools
