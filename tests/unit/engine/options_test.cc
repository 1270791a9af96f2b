// Which options a database refuses, and with which words.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "basalt/database.h"

namespace basalt::options_test {

using namespace std::chrono_literals;

struct RefusedCase {
  const char* name;
  std::function<void(DatabaseOptions& options)> change;
  const char* message;
};

const RefusedCase kRefusedCases[] = {
    {"DirectoryWithoutName", [](auto& o) { o.directory = ""; },
     "DatabaseOptions::directory is empty: name a directory, or leave the option out for a "
     "database in memory"},
    {"DirectoryWithZeroByte", [](auto& o) { o.directory = std::string("data\0more", 9); },
     "DatabaseOptions::directory is a path with a zero byte: no file can be called that"},
    {"DurabilityUnknown", [](auto& o) { o.durability = static_cast<Durability>(3); },
     "DatabaseOptions::durability is 3: it must be kCommit, kInterval or kNone"},
    {"CacheOfNothing", [](auto& o) { o.cache_bytes = 0; },
     "DatabaseOptions::cache_bytes is 0: it must be between 1048576 and 1099511627776"},
    {"CacheTooSmall", [](auto& o) { o.cache_bytes = (1 << 20) - 1; },
     "DatabaseOptions::cache_bytes is 1048575: it must be between 1048576 and 1099511627776"},
    {"CacheOfAnOverflow", [](auto& o) { o.cache_bytes = SIZE_MAX; },
     "DatabaseOptions::cache_bytes is 18446744073709551615: it must be between 1048576 and "
     "1099511627776"},
    {"RegionEmpty", [](auto& o) { o.region = ""; },
     "DatabaseOptions::region is '': it must be 1 to 64 of a-z, 0-9 and '-', such as us-east-1"},
    {"RegionWithColon", [](auto& o) { o.region = "us:1"; },
     "DatabaseOptions::region is 'us:1': it must be 1 to 64 of a-z, 0-9 and '-', such as "
     "us-east-1"},
    {"RegionInCapitals", [](auto& o) { o.region = "US-EAST-1"; },
     "DatabaseOptions::region is 'US-EAST-1': it must be 1 to 64 of a-z, 0-9 and '-', such as "
     "us-east-1"},
    {"AccountEmpty", [](auto& o) { o.account_id = ""; },
     "DatabaseOptions::account_id is '': it must be 12 digits"},
    {"AccountTooLong", [](auto& o) { o.account_id = "0000000000000"; },
     "DatabaseOptions::account_id is '0000000000000': it must be 12 digits"},
    {"AccountOfLetters", [](auto& o) { o.account_id = "00000000000x"; },
     "DatabaseOptions::account_id is '00000000000x': it must be 12 digits"},
    {"NoShards", [](auto& o) { o.stream_shards = 0; },
     "DatabaseOptions::stream_shards is 0: it must be between 1 and 65536"},
    {"MoreShardsThanPartitions", [](auto& o) { o.stream_shards = 65'537; },
     "DatabaseOptions::stream_shards is 65537: it must be between 1 and 65536"},
    {"StatesEndBeforeTheyBegin", [](auto& o) { o.state_delay = -1ms; },
     "DatabaseOptions::state_delay is -1 ms: it must be between 0 ms and 86400000 ms"},
    {"StatesNeverEnd", [](auto& o) { o.state_delay = std::chrono::milliseconds::max(); },
     "DatabaseOptions::state_delay is 9223372036854775807 ms: it must be between 0 ms and "
     "86400000 ms"},
    {"JobsWithoutPause", [](auto& o) { o.expiry_interval = 0ms; },
     "DatabaseOptions::expiry_interval is 0 ms: it must be between 1 ms and 86400000 ms"},
    {"JobsOnceInAnAge", [](auto& o) { o.expiry_interval = 25h; },
     "DatabaseOptions::expiry_interval is 90000000 ms: it must be between 1 ms and 86400000 ms"},
    {"SlowBeforeItBegins", [](auto& o) { o.slow_operation = -5ms; },
     "DatabaseOptions::slow_operation is -5 ms: it must be between 0 ms and 86400000 ms"},
};

class RefusedOptions : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedOptions, SayWhy) {
  DatabaseOptions options;
  GetParam().change(options);
  const auto database = Database::Open(options);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, ErrorCode::kInternal);
  EXPECT_EQ(database.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Options, RefusedOptions, testing::ValuesIn(kRefusedCases),
                         [](const auto& refused) { return std::string(refused.param.name); });

TEST(Options, AtTheirLimitsAreFine) {
  DatabaseOptions options;
  options.cache_bytes = 1 << 20;
  options.region = std::string(64, '9');
  options.account_id = "999999999999";
  options.stream_shards = 65'536;
  options.state_delay = 24h;
  options.expiry_interval = 1ms;
  options.slow_operation = 0ms;
  const auto database = Database::Open(options);
  EXPECT_TRUE(database) << database.error().message;
}

TEST(Options, DurabilityIsTheDatabases) {
  const auto in_memory = Database::Open({.durability = Durability::kCommit});
  ASSERT_TRUE(in_memory);
  EXPECT_EQ((*in_memory)->durability(), Durability::kNone);
}

}  // namespace basalt::options_test
