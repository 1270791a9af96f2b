// `basalt serve`: the database behind HTTP, until a signal ends it.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"
#include "tools/access.h"
#include "tools/command.h"
#include "tools/files.h"
#include "tools/log_sink.h"
#include "tools/new_directory.h"
#include "tools/resources.h"
#include "tools/serve_options.h"
#include "tools/stop_signals.h"
#include "tools/threads.h"
#include "wire/events/event_log.h"
#include "wire/http/server.h"
#include "wire/kinesis/json_lines_sink.h"

namespace basalt::tools {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

// REQUIRES: one of the names that the option accepts.
Durability DurabilityOf(const std::string& name) {
  if (name == "commit") return Durability::kCommit;
  if (name == "interval") return Durability::kInterval;
  return Durability::kNone;
}

// Returns when the server is to end. SIGHUP ends it unless it `reloads` its certificate.
void AwaitStop(wire::Server& server, StopSignals& signals, bool reloads) {
  int signal = signals.Next();
  for (; signal == SIGHUP && reloads; signal = signals.Next()) {
    if (const Status reloaded = server.ReloadTls()) {
      spdlog::info("the certificate has been read again");
    } else {
      spdlog::error("the old certificate stays: {}", reloaded.error().message);
    }
  }
  spdlog::info("stopping on SIG{}", ::sigabbrev_np(signal));
}

// Whether the process can have the threads that it needs. Errors: kInternal: it cannot.
Status CheckThreads(std::size_t cache_bytes) {
  constexpr std::size_t kStoreThreads = 24;  // RocksDB's, also while it opens, and the engine's.
  constexpr std::size_t kBytesBesides = 128 * kMegabyte;
  const std::size_t needed = kStoreThreads + 2 * std::max(2U, std::thread::hardware_concurrency());
  const std::size_t fit = ThreadsThatFit(needed, kBytesBesides + cache_bytes);
  if (fit >= needed) return Done{};
  return Error{.message = "the system lets this process have only " + std::to_string(fit) +
                          " more threads, and it needs " + std::to_string(needed) +
                          ": raise the limit of processes (ulimit -u, or the container's), or of "
                          "memory (ulimit -v)"};
}

// For people, and for programs that read the first one.
std::string AddressesOf(const wire::Server& server, const ServeOptions& options, bool tls) {
  std::string text;
  for (const std::string& address : server.addresses()) {
    if (!text.empty()) text += " and ";
    text += (tls ? "https://" : "http://") + address;
    if (options.hosts.empty()) break;  // The other one is the same to nearly everybody.
  }
  return text;
}

DatabaseOptions DatabaseOptionsOf(const ServeOptions& options, Durability durability,
                                  const Clock* clock, EngineListener& listener) {
  DatabaseOptions database{.durability = durability, .region = options.region};
  database.cache_bytes = options.cache_megabytes * kMegabyte;
  database.stream_shards = options.stream_shards;
  database.state_delay = std::chrono::milliseconds(options.state_delay_ms);
  if (options.admin) database.clock = clock;
  database.listener = &listener;
  if (durability != Durability::kNone) {
    database.directory = std::filesystem::absolute(options.data);
  }
  return database;
}

int Serve(ServeOptions options) {
  const auto connections = ConnectionsThatFit(options.limits.connections_max, options.hosts.size());
  if (!connections) return Fail(connections.error().message);
  options.limits.connections_max = *connections;
  KeepHeapSmall();
  if (options.in_memory) options.durability = "none";
  const Durability durability = DurabilityOf(options.durability);
  const bool on_disk = durability != Durability::kNone;
  auto credentials = DecideAccess(options.access, options.hosts);
  if (!credentials) return Fail(credentials.error().message);
  options.access.browsers.checks_host = !credentials->has_value();
  const bool tls = !options.tls.certificate.empty();
  if (tls) {
    if (auto certificate = CheckFile(options.tls.certificate); !certificate) {
      return Fail(certificate.error().message);
    }
    if (auto key = CheckSecretFile(options.tls.key); !key) return Fail(key.error().message);
  }
  auto signals =
      StopSignals::Watch(tls ? StopSignals::HangUp::kIsTold : StopSignals::HangUp::kEnds);
  if (!signals) return Fail(signals.error().message);
  if (auto fit = CheckThreads(options.cache_megabytes * kMegabyte); !fit) {
    return Fail(fit.error().message);
  }

  wire::EventLog events;
  VirtualClock clock;  // Nothing but the administrative path moves it.
  DatabaseOptions database_options = DatabaseOptionsOf(options, durability, &clock, events);
  std::optional<wire::JsonLinesSink> kinesis_sink;
  if (!options.kinesis_directory.empty()) {
    database_options.kinesis_sink =
        &kinesis_sink.emplace(std::filesystem::absolute(options.kinesis_directory));
  }
  NewDirectory new_directory(database_options.directory.value_or(""));
  auto database = Database::Open(database_options);
  if (!database) return Fail(database.error().message);

  auto server =
      wire::Server::Start(**database, {.hosts = options.hosts,
                                       .port = options.port,
                                       .region = options.region,
                                       .credentials = *std::move(credentials),
                                       .browsers = options.access.browsers,
                                       .tls = tls ? std::optional(options.tls) : std::nullopt,
                                       .limits = options.limits,
                                       .admin_clock = options.admin ? &clock : nullptr,
                                       .not_ready = [&database]() -> std::optional<std::string> {
                                         const Status writable = (*database)->CheckWritable();
                                         if (writable) return std::nullopt;
                                         // Which names files: not for whoever may ask.
                                         spdlog::warn("not ready: {}", writable.error().message);
                                         return "writes are refused, and the log says why";
                                       }});
  if (!server) return Fail(server.error().message);
  new_directory.Keep();
  (*signals)->Keep();

  std::cout << "Basalt is ready on " << AddressesOf(**server, options, tls) << ", data "
            << (on_disk ? "in " + database_options.directory->string() : "in memory")
            << ", durability " << options.durability << std::endl;

  AwaitStop(**server, **signals, /*reloads=*/tls);
  (*server)->Stop();
  return kExitDone;
}

// A process without memory or threads learns it by exceptions, at any place.
int ServeOrSayWhyNot(const ServeOptions& options) {
  try {
    return Serve(options);
  } catch (const std::exception& exception) {
    return Fail(std::string("cannot start: ") + exception.what());
  }
}

}  // namespace

void AddServe(CLI::App& app, int& exit_code) {
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("basalt", std::make_shared<LogSink>(STDERR_FILENO)));

  CLI::App* command = app.add_subcommand("serve", "Serve a database over HTTP");
  auto options = std::make_shared<ServeOptions>();
  AddServeOptions(*command, *options);
  command->callback([options, command, &exit_code] {
    const Status fit = CheckTogether(*command, *options);
    exit_code = fit ? ServeOrSayWhyNot(*options) : Fail(fit.error().message);
  });
}

}  // namespace basalt::tools
