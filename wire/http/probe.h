// Asks a server whether it is ready.
#pragma once

#include <string>

#include "basalt/result.h"

namespace basalt::wire {

struct ProbedServer {
  bool tls = false;
  std::string host;
  std::string port;
};

// Done: GET /readyz was answered with 200 within three seconds. Certificates are not verified:
// nothing secret is sent, and the name that a machine calls itself by is seldom on one. Errors:
// kInternal with a text for people.
Status Probe(const ProbedServer& server);

}  // namespace basalt::wire
