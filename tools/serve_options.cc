#include "tools/serve_options.h"

#include "tools/files.h"

namespace basalt::tools {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr std::size_t kCacheMegabytesMin = 8;
constexpr std::size_t kCacheMegabytesMax = 1024 * 1024;
constexpr std::size_t kConnectionsMax = 1'000'000;
constexpr std::size_t kMemoryBytesMin = kMegabyte;
constexpr std::size_t kMemoryBytesMax = kMegabyte * kMegabyte;
constexpr int kStreamShardsMax = 100;  // As many as one DescribeStream tells of.
constexpr int kStateDelayMsMax = 24 * 60 * 60 * 1000;

// Of what may be part of an ARN and of a signature's scope. AWS's names and those that people make
// up for a local endpoint ("local", "ddblocal") fit alike.
constexpr const char* kRegionCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::size_t kRegionBytesMax = 64;

CLI::Validator RegionName() {
  return {[](const std::string& text) {
            const bool good = !text.empty() && text.size() <= kRegionBytesMax &&
                              text.find_first_not_of(kRegionCharacters) == std::string::npos;
            return good ? std::string()
                        : "'" + text +
                              "' cannot be part of an ARN: a region is 1 to 64 of a-z, "
                              "0-9 and '-', such as us-east-1 or local";
          },
          "REGION"};
}

void AddAddressOptions(CLI::App& command, ServeOptions& options) {
  command.add_option("--port", options.port, "The port; 0 for any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str()
      ->option_text("PORT");
  command
      .add_option("--host", options.hosts,
                  "A name or address to listen on; may be given several times. Without it: "
                  "127.0.0.1 and ::1, for this machine alone")
      ->allow_extra_args(false)
      ->check(HostOrAddress())
      ->option_text("ADDRESS");
  CLI::Option* certificate = command.add_option("--tls-cert", options.tls.certificate,
                                                "Serve HTTPS with the certificate (and its chain) "
                                                "in this PEM file; SIGHUP has it read again");
  certificate->check(NotEmpty())->option_text("FILE");
  CLI::Option* key =
      command.add_option("--tls-key", options.tls.key, "The certificate's key, a PEM file");
  key->check(NotEmpty())->option_text("FILE");
  certificate->needs(key);
  key->needs(certificate);
}

void AddDataOptions(CLI::App& command, ServeOptions& options) {
  CLI::Option* data = command.add_option("--data", options.data,
                                         "The directory of the data; made if it is not there");
  data->check(NotEmpty())->capture_default_str()->option_text("DIRECTORY");
  command
      .add_flag("--in-memory", options.in_memory,
                "Keep nothing on disk: what is stored is gone when the server ends")
      ->excludes(data);
  command
      .add_option(
          "--durability", options.durability,
          "When a write is answered. commit: once it is on stable storage. interval: once "
          "the operating system has it, which is synced every 100 ms. none: at once, and all "
          "is in memory, as with --in-memory")
      ->check(CLI::IsMember(std::vector<std::string>{"commit", "interval", "none"}))
      ->capture_default_str()
      ->option_text("WHEN");
}

void AddBehaviourOptions(CLI::App& command, ServeOptions& options) {
  command
      .add_option("--region", options.region,
                  "The region that ARNs and signatures name: AWS's, or any other of a-z, 0-9 and "
                  "'-'. Keep to one for a directory: another changes the ARNs of its tables")
      ->check(RegionName())
      ->capture_default_str()
      ->option_text("NAME");
  command
      .add_option(
          "--state-delay", options.state_delay_ms,
          "For how long tables and indexes stay CREATING, UPDATING or DELETING, for tests of "
          "programs that must wait for them")
      ->check(CLI::Range(0, kStateDelayMsMax))
      ->capture_default_str()
      ->option_text("MILLISECONDS");
  command.add_option("--stream-shards", options.stream_shards, "How many shards a new stream has")
      ->check(CLI::Range(1, kStreamShardsMax))
      ->capture_default_str()
      ->option_text("NUMBER");
  command
      .add_option("--kinesis-directory", options.kinesis_directory,
                  "Where changes of tables with a Kinesis streaming destination go: a file of JSON "
                  "lines for each data stream. Without it they go nowhere")
      ->check(NotEmpty())
      ->option_text("DIRECTORY");
  command.add_flag("--admin", options.admin,
                   "Let whoever may use the server stop and move its clock, roll shards of streams "
                   "over and read contributor insights, at /_basalt/");
}

void AddLimitOptions(CLI::App& command, ServeOptions& options) {
  command
      .add_option("--cache", options.cache_megabytes,
                  "Megabytes of memory in which the database keeps what is read and written")
      ->check(CLI::Range(kCacheMegabytesMin, kCacheMegabytesMax))
      ->capture_default_str()
      ->option_text("MB");
  command
      .add_option("--max-connections", options.limits.connections_max,
                  "Connections at once; for one more the one that is idle longest is closed")
      ->check(CLI::Range(std::size_t{1}, kConnectionsMax))
      ->capture_default_str()
      ->option_text("NUMBER");
  command
      .add_option("--max-memory", options.limits.memory_bytes_max,
                  "Memory for large requests and replies that are under way; what is more is "
                  "answered with 503")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->check(CLI::Range(kMemoryBytesMin, kMemoryBytesMax))
      ->default_str("512MiB")
      ->option_text("SIZE");
}

// Those that `add` adds.
template <typename Add>
void AddGroup(CLI::App& command, const std::string& group, const Add& add) {
  const std::size_t before = command.get_options().size();
  add();
  const std::vector<CLI::Option*> options =
      command.get_options([](const CLI::Option*) { return true; });
  for (std::size_t i = before; i < options.size(); ++i) options[i]->group(group);
}

}  // namespace

void AddServeOptions(CLI::App& command, ServeOptions& options) {
  AddGroup(command, "Data", [&] { AddDataOptions(command, options); });
  AddGroup(command, "Address", [&] { AddAddressOptions(command, options); });
  AddGroup(command, "Access", [&] { AddAccessOptions(command, options.access); });
  AddGroup(command, "Behaviour", [&] { AddBehaviourOptions(command, options); });
  AddGroup(command, "Limits", [&] { AddLimitOptions(command, options); });
}

Status CheckTogether(const CLI::App& command, const ServeOptions& options) {
  const bool none = options.durability == "none";
  if (options.in_memory && command.count("--durability") > 0 && !none) {
    return Error{.message = "--in-memory keeps nothing: its durability is none"};
  }
  if (command.count("--data") > 0 && none) {
    return Error{.message = "durability none keeps nothing in a directory: leave out --data"};
  }
  return Done{};
}

}  // namespace basalt::tools
