// What a database tells of itself that no call of it returns: for DatabaseOptions::listener.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/enums.h"
#include "basalt/error.h"

namespace basalt {

// What a database does without being asked.
enum class JobKind : std::uint8_t {
  kExpiry,              // Deletes items that have expired.
  kStreamTrimming,      // Erases records, shards and streams that are too old.
  kStateSettling,       // Stores that a state of a table, such as CREATING, has ended.
  kIndexBackfill,       // Builds the rows of a new index.
  kTimeToLiveBackfill,  // Prepares the items of a table for expiry.
  kKinesisDelivery,     // Brings changes to the KinesisSink.
  kTokenForgetting,     // Erases client request tokens that are over.
  kRowRemoval,          // Erases the rows of tables and indexes that were deleted.
};
template <>
inline constexpr std::array<std::string_view, 8> kNames<JobKind>{"expiry",
                                                                 "stream trimming",
                                                                 "state settling",
                                                                 "index backfill",
                                                                 "time to live backfill",
                                                                 "Kinesis delivery",
                                                                 "token forgetting",
                                                                 "row removal"};

// A job could not do all that there was to do; it tries again after the interval between jobs. What
// belongs to other tables or streams was done.
struct JobError {
  JobKind job = JobKind::kExpiry;
  std::string resource;  // A table, a stream's ARN or a Kinesis stream. Empty: the job as a whole.
  Error error;
};

// No status: the table, or the index, is not there.
struct TableStateChange {
  std::string table_name;
  std::optional<TableStatus> before;
  std::optional<TableStatus> after;
};

struct IndexStateChange {
  std::string table_name;
  std::string index_name;
  std::optional<IndexStatus> before;
  std::optional<IndexStatus> after;
};

// A call that took longer than DatabaseOptions::slow_operation.
struct SlowOperation {
  std::string operation;   // "PutItem"
  std::string table_name;  // Empty where a request names more than one table, or none.
  std::chrono::microseconds duration{0};
};

// Whether storage holds up writes because it cannot write to disk as fast as they come.
enum class WriteStall : std::uint8_t { kNone, kDelayed, kStopped };

struct WriteStallChange {
  std::string family;  // Of the files that are behind: "items", "index", ...
  WriteStall before = WriteStall::kNone;
  WriteStall after = WriteStall::kNone;
};

// Storage failed outside of a call: a log, a table file or a compaction could not be written, or
// what was read back is damaged. Writes may fail until storage has recovered.
struct StorageError {
  std::string activity;  // "flush", "compaction", "write to the log", ...
  std::string message;
};

// A directory with tables was opened with another region or account than the last time, and so
// ARNs that were given out before are refused. Told once.
struct ArnsChange {
  std::string before;  // What all ARNs began with, "arn:aws:dynamodb:us-east-1:000000000000".
  std::string after;
};

// Override what is of interest. The functions are called on threads of the library, one call at a
// time for each database, in the order in which things happened, and never from within a call of
// the database: so they may call it, and take locks that are held while it is called. What happens
// while one runs waits, up to 1,000 events; of more it is told how many were left out. The last
// events come while the database is destroyed, on the thread that does so; only then the database
// must not be called. Its destruction waits for a call that runs, and so do, as the threads are
// shared, at worst other databases' events: return soon. Exceptions are caught and dropped.
class EngineListener {
 public:
  virtual ~EngineListener() = default;

  virtual void OnJobError(const JobError& /*event*/) {}
  virtual void OnTableStateChanged(const TableStateChange& /*event*/) {}
  virtual void OnIndexStateChanged(const IndexStateChange& /*event*/) {}
  virtual void OnSlowOperation(const SlowOperation& /*event*/) {}
  virtual void OnWriteStallChanged(const WriteStallChange& /*event*/) {}
  virtual void OnStorageError(const StorageError& /*event*/) {}
  virtual void OnStorageRecovered() {}
  virtual void OnArnsChanged(const ArnsChange& /*event*/) {}
  virtual void OnEventsDropped(std::uint64_t /*count*/) {}
};

}  // namespace basalt
