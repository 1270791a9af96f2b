// A load generator for HTTP/1.1 on the loopback interface: one thread, many connections, each with
// one request under way at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace basalt::bench {

// A POST with DynamoDB's headers.
std::string HttpRequest(std::string_view target, std::string_view operation, std::string_view body);

struct Reply {
  int status = 0;
  std::string body;
};

// One request on a connection of its own.
Reply Ask(std::uint16_t port, const std::string& request);

struct LoadOptions {
  std::uint16_t port = 0;
  std::size_t connections = 16;
  std::chrono::milliseconds duration{500};
  std::function<const std::string&()> next_request;
};

// Requests answered a second. Ends the program on any answer but 200.
double RequestsPerSecond(const LoadOptions& options);

}  // namespace basalt::bench
