// How a database is opened: for Database::Open.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "basalt/clock.h"
#include "basalt/engine_listener.h"
#include "basalt/kinesis_sink.h"

namespace basalt {

// When a write counts as done.
enum class Durability {
  kCommit,    // On stable storage: survives loss of power. Concurrent writes share one fsync.
  kInterval,  // With the operating system: survives a crash of the process. Synced every 100 ms.
  // As kInterval, but synced every 10 s only. After a loss of power either leaves a beginning of
  // the writes, in their order.
  kNone,
};

// Open refuses values outside of the ranges that are given here.
struct DatabaseOptions {
  std::optional<std::filesystem::path> directory;  // Absent: in memory, gone with the object.
  Durability durability = Durability::kCommit;     // In memory it is always kNone.
  // Memory for data that was read, and for writes until they are in tables: those take up to half.
  // Databases in memory share what they read if they are given the same; each has its own writes.
  // 1 MiB to 1 TiB.
  std::size_t cache_bytes = 128 * 1024 * 1024;
  std::string region = "us-east-1";         // Of ARNs: 1 to 64 of a-z, 0-9 and '-'.
  std::string account_id = "000000000000";  // Of ARNs: 12 digits.
  // Open shards of a new stream, 1 to 65,536: each takes a range of partitions.
  std::size_t stream_shards = 1;
  // Null: changes of tables with a Kinesis streaming destination go nowhere, and those made in the
  // meantime do not go to a later one either. Must outlive the database.
  KinesisSink* kinesis_sink = nullptr;
  const Clock* clock = nullptr;  // Null: the system's. Must outlive the database.
  // How long a table stays CREATING, UPDATING or DELETING, and a stream ENABLING or DISABLING, by
  // `clock`; what UpdateTable does to an index takes twice as long. 0: at once, for tests and
  // programs that do not wait. On AWS it is seconds to minutes. A day at most.
  std::chrono::milliseconds state_delay{0};
  // Of real time, between looks at `clock` for items that have expired, and between tries of jobs
  // that failed. 1 ms to a day.
  std::chrono::milliseconds expiry_interval = std::chrono::seconds(1);
  EngineListener* listener = nullptr;  // Null: nobody is told. Must outlive the database.
  // Of real time: calls that take longer are told to the listener. 0: none is. A day at most.
  std::chrono::milliseconds slow_operation = std::chrono::seconds(1);
};

}  // namespace basalt
