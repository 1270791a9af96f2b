// What `basalt serve` is told on the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "tools/access.h"
#include "wire/http/server.h"

namespace basalt::tools {

struct ServeOptions {
  std::vector<std::string> hosts;  // Empty: loopback.
  std::uint16_t port = 8000;
  std::filesystem::path data = "basalt-data";
  bool in_memory = false;
  bool admin = false;
  std::string durability = "commit";
  std::string region = "us-east-1";
  std::size_t cache_megabytes = DatabaseOptions().cache_bytes / (1024 * 1024);
  std::size_t stream_shards = DatabaseOptions().stream_shards;
  int state_delay_ms = 0;
  AccessOptions access;
  wire::TlsFiles tls;                       // Empty: plain HTTP.
  std::filesystem::path kinesis_directory;  // Empty: none.
  wire::ServerLimits limits;
};

// Adds the options to `command`. `options` must outlive the parse.
void AddServeOptions(CLI::App& command, ServeOptions& options);

// Whether the options that were given fit each other, as far as CLI11 does not check it. REQUIRES:
// `command` has parsed them. Errors: kInternal with a text for people.
Status CheckTogether(const CLI::App& command, const ServeOptions& options);

}  // namespace basalt::tools
