// What keeps web pages from using a server through the browser of somebody who can reach it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace basalt::wire {

struct BrowserOptions {
  // Whose pages may read replies: origins as browsers send them ("https://example.org:8443"), or
  // "*" for all. Empty: nobody's.
  std::vector<std::string> cors_origins;

  // Names by which clients reach the server, beside those that are always good: "example.org", all
  // below it as ".example.org", or "*" for any.
  std::vector<std::string> allowed_hosts;

  bool checks_host = true;  // Signatures make it needless.
};

// Immutable, so thread-safe.
class BrowserGuard {
 public:
  explicit BrowserGuard(BrowserOptions options);

  // A page of a domain whose owner points it at this machine ("DNS rebinding") counts as this
  // server's own, but gives itself away by its name in the Host header. Always good, because nobody
  // can register them: no name at all, IP addresses, names without a dot (localhost, those of
  // containers), and names below .localhost, .internal and .test. Never good is what has not the
  // form of a Host header (RFC 9110), such as "localhost:80@example.org".
  bool AllowsHost(std::string_view host_header) const;

  // The value of Access-Control-Allow-Origin for this Origin, which may be empty; empty: none.
  std::string_view AllowedOrigin(std::string_view origin) const;

 private:
  const BrowserOptions options_;
  const bool any_origin_;
};

// Whether this is an origin as browsers send it, or "*".
bool IsOrigin(std::string_view text);

}  // namespace basalt::wire
