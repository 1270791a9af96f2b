// `basalt serve`: the database behind HTTP, until a signal ends it.
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
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
#include "tools/stop_signals.h"
#include "tools/threads.h"
#include "wire/events/event_log.h"
#include "wire/http/server.h"
#include "wire/kinesis/json_lines_sink.h"

namespace basalt::tools {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr std::size_t kCacheMegabytesMin = 8;
constexpr std::size_t kCacheMegabytesMax = 1024 * 1024;
constexpr std::size_t kConnectionsMax = 1'000'000;
constexpr std::size_t kMemoryBytesMin = kMegabyte;
constexpr std::size_t kMemoryBytesMax = kMegabyte * kMegabyte;
constexpr int kStreamShardsMax = 100;  // As many as one DescribeStream tells of.
constexpr const char* kRegionCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr int kStateDelayMsMax = 24 * 60 * 60 * 1000;

struct ServeOptions {
  std::vector<std::string> hosts;  // Empty: loopback.
  std::uint16_t port = 8000;
  std::filesystem::path data = "basalt-data";
  bool in_memory = false;
  bool admin = false;
  std::string durability = "commit";
  std::string region = "us-east-1";
  std::size_t cache_megabytes = DatabaseOptions().cache_bytes / kMegabyte;
  std::size_t stream_shards = DatabaseOptions().stream_shards;
  int state_delay_ms = 0;
  AccessOptions access;
  wire::TlsFiles tls;                       // Empty: plain HTTP.
  std::filesystem::path kinesis_directory;  // Empty: none.
  wire::ServerLimits limits;
};

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

void AddServerOptions(CLI::App& command, ServeOptions& options) {
  command.add_option("--port", options.port, "The port; 0 for any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command
      .add_option("--host", options.hosts,
                  "A name or address to listen on; may be given several times. Default: both "
                  "loopbacks, 127.0.0.1 and ::1")
      ->allow_extra_args(false)
      ->check(HostOrAddress());
  AddAccessOptions(command, options.access);
  command
      .add_option("--max-connections", options.limits.connections_max,
                  "Connections at once; at the limit those that are idle longest make room")
      ->check(CLI::Range(std::size_t{1}, kConnectionsMax))
      ->capture_default_str();
  command
      .add_option("--max-memory", options.limits.memory_bytes_max,
                  "Memory for large requests and replies under way, such as 512MiB; more is "
                  "refused with status 503")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->check(CLI::Range(kMemoryBytesMin, kMemoryBytesMax))
      ->default_str("512MiB");
  CLI::Option* certificate = command.add_option(
      "--tls-cert", options.tls.certificate,
      "Serve HTTPS with the certificate (and its chain) in this PEM file; read again on SIGHUP");
  certificate->check(NotEmpty());
  CLI::Option* key =
      command.add_option("--tls-key", options.tls.key, "The certificate's key, a PEM file");
  key->check(NotEmpty());
  certificate->needs(key);
  key->needs(certificate);
  command.add_flag("--admin", options.admin,
                   "Let whoever may use the server read and move the clock, at /_basalt/clock");
}

void AddDatabaseOptions(CLI::App& command, ServeOptions& options) {
  command
      .add_option("--cache", options.cache_megabytes,
                  "Megabytes of memory for what is read and written; up to half of it for writes")
      ->check(CLI::Range(kCacheMegabytesMin, kCacheMegabytesMax))
      ->capture_default_str();
  command.add_option("--region", options.region, "The region, of ARNs and of signatures")
      ->check(CLI::Validator(
          [](const std::string& text) {
            const bool good =
                !text.empty() && text.find_first_not_of(kRegionCharacters) == text.npos;
            return good ? std::string() : "not a region such as us-east-1: '" + text + "'";
          },
          "REGION"))
      ->capture_default_str();
  command
      .add_option("--stream-shards", options.stream_shards,
                  "The shards of a new stream, each with its part of the table's partitions")
      ->check(CLI::Range(1, kStreamShardsMax))
      ->capture_default_str();
  command
      .add_option("--state-delay", options.state_delay_ms,
                  "The milliseconds for which a table stays CREATING, UPDATING or DELETING")
      ->check(CLI::Range(0, kStateDelayMsMax))
      ->capture_default_str();
  command
      .add_option("--kinesis-directory", options.kinesis_directory,
                  "Where changes of tables with a Kinesis streaming destination are appended, to a "
                  "file of JSON lines for each stream; without it they go nowhere")
      ->check(NotEmpty());
}

}  // namespace

void AddServe(CLI::App& app, int& exit_code) {
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("basalt", std::make_shared<LogSink>(STDERR_FILENO)));

  CLI::App* command = app.add_subcommand("serve", "Serve a database over HTTP");
  auto options = std::make_shared<ServeOptions>();
  AddServerOptions(*command, *options);
  AddDatabaseOptions(*command, *options);
  CLI::Option* data =
      command->add_option("--data", options->data, "The directory that holds the data")
          ->check(NotEmpty())
          ->capture_default_str();
  CLI::Option* in_memory =
      command->add_flag("--in-memory", options->in_memory, "Keep nothing on disk");
  CLI::Option* durability =
      command
          ->add_option("--durability", options->durability,
                       "When a write is answered: commit (on stable storage), interval (with the "
                       "operating system, synced every 100 ms), none (in memory, as --in-memory)")
          ->check(CLI::IsMember(std::vector<std::string>{"commit", "interval", "none"}))
          ->capture_default_str();
  in_memory->excludes(data);

  command->callback([options, data, in_memory, durability, &exit_code] {
    const bool none = options->durability == "none";
    if (*in_memory && *durability && !none) {
      exit_code = Fail("--in-memory keeps nothing: its durability is none");
    } else if (*data && none) {
      exit_code = Fail("durability none keeps nothing in a directory: leave out --data");
    } else {
      exit_code = ServeOrSayWhyNot(*options);
    }
  });
}

}  // namespace basalt::tools
