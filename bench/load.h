// A load generator for HTTP/1.1 on the loopback interface: one thread, many connections, each with
// one request under way at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/server_process.h"

namespace basalt::bench {

// A POST with DynamoDB's headers.
std::string HttpRequest(std::string_view target, std::string_view operation, std::string_view body);

struct Reply {
  int status = 0;
  std::string body;
};

// One request on a connection of its own.
Reply Ask(std::uint16_t port, const std::string& request);

// Microseconds from each request to the end of its reply, one after another on one connection.
std::vector<double> Latencies(std::uint16_t port, const std::vector<std::string>& requests);

// Whether somebody listens there, on the loopback interface.
bool Accepts(std::uint16_t port);

struct LoadOptions {
  std::uint16_t port = 0;
  std::size_t connections = 16;
  std::chrono::milliseconds duration{500};
  std::function<const std::string&()> next_request;
};

struct Load {
  double requests = 0;  // Answered.
  double seconds = 0;
};

// Runs for at least the duration, and until as many requests are answered as there are connections.
// Ends the program on any answer but 200.
Load Run(const LoadOptions& options);

// One figure a round.
struct Speeds {
  std::vector<double> per_second;
  std::vector<double> per_cpu_second;  // Of the server's processor time.
};

// Loads the server with the requests, in turn, for half a second or more.
void MeasureRound(const ServerProcess& server, const std::vector<std::string>& requests,
                  Speeds& speeds);

}  // namespace basalt::bench
