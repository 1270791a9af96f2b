#include "engine/database_options.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/streams/stream.h"

namespace basalt {
namespace {

constexpr std::size_t kCacheBytesMin = std::size_t{1} << 20;  // A few blocks of data.
constexpr std::size_t kCacheBytesMax = std::size_t{1} << 40;
constexpr std::size_t kRegionBytesMax = 64;
constexpr std::size_t kAccountIdBytes = 12;

// Longer ones, added to a time, might not be a time any more.
constexpr std::chrono::milliseconds kDelayMax = std::chrono::hours(24);

Status Refusal(std::string_view option, const std::string& value, const std::string& rule) {
  return Error{ErrorCode::kInternal,
               "DatabaseOptions::" + std::string(option) + " is " + value + ": " + rule};
}

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string TextOf(std::chrono::milliseconds duration) {
  return std::to_string(duration.count()) + " ms";
}

Status CheckDirectory(const std::optional<std::filesystem::path>& directory) {
  if (!directory) return Done{};
  const std::string path = directory->string();
  if (path.empty()) {
    return Refusal("directory", "empty",
                   "name a directory, or leave the option out for a database in memory");
  }
  if (path.find('\0') != std::string::npos) {
    return Refusal("directory", "a path with a zero byte", "no file can be called that");
  }
  return Done{};
}

Status CheckDurability(Durability durability) {
  switch (durability) {
    case Durability::kCommit:
    case Durability::kInterval:
    case Durability::kNone:
      return Done{};
  }
  return Refusal("durability", std::to_string(static_cast<int>(durability)),
                 "it must be kCommit, kInterval or kNone");
}

Status CheckCount(std::string_view option, std::size_t value, std::size_t least, std::size_t most) {
  if (least <= value && value <= most) return Done{};
  return Refusal(option, std::to_string(value),
                 "it must be between " + std::to_string(least) + " and " + std::to_string(most));
}

Status CheckDuration(std::string_view option, std::chrono::milliseconds value,
                     std::chrono::milliseconds least) {
  if (least <= value && value <= kDelayMax) return Done{};
  return Refusal(option, TextOf(value),
                 "it must be between " + TextOf(least) + " and " + TextOf(kDelayMax));
}

// Both become parts of ARNs.
Status CheckRegion(const std::string& region) {
  const auto fits = [](char byte) {
    return ('a' <= byte && byte <= 'z') || ('0' <= byte && byte <= '9') || byte == '-';
  };
  if (!region.empty() && region.size() <= kRegionBytesMax && std::ranges::all_of(region, fits)) {
    return Done{};
  }
  return Refusal("region", Quoted(region),
                 "it must be 1 to 64 of a-z, 0-9 and '-', such as us-east-1");
}

Status CheckAccountId(const std::string& account_id) {
  const auto fits = [](char byte) { return '0' <= byte && byte <= '9'; };
  if (account_id.size() == kAccountIdBytes && std::ranges::all_of(account_id, fits)) return Done{};
  return Refusal("account_id", Quoted(account_id), "it must be 12 digits");
}

}  // namespace

Status CheckOptions(const DatabaseOptions& options) {
  using std::chrono::milliseconds;
  for (const Status& checked :
       {CheckDirectory(options.directory), CheckDurability(options.durability),
        CheckCount("cache_bytes", options.cache_bytes, kCacheBytesMin, kCacheBytesMax),
        CheckRegion(options.region), CheckAccountId(options.account_id),
        CheckCount("stream_shards", options.stream_shards, 1, kPartitionHashes),
        CheckDuration("state_delay", options.state_delay, milliseconds(0)),
        CheckDuration("expiry_interval", options.expiry_interval, milliseconds(1)),
        CheckDuration("slow_operation", options.slow_operation, milliseconds(0))}) {
    if (!checked) return checked;
  }
  return Done{};
}

}  // namespace basalt
