// Where changes go of tables that have an active Kinesis streaming destination, there being no
// Kinesis here: for DatabaseOptions::kinesis_sink.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "basalt/clock.h"
#include "basalt/encoded_item.h"
#include "basalt/enums.h"
#include "basalt/result.h"
#include "basalt/stream_requests.h"

namespace basalt {

// One change, with the members that DynamoDB gives a record of a Kinesis data stream. Source:
// developer guide, "Using Kinesis Data Streams to capture changes to DynamoDB".
struct KinesisRecord {
  std::string event_id;  // A UUID; the same again if the record comes again.
  OperationType event_name = OperationType::kInsert;
  std::string aws_region;
  std::string table_name;
  TimePoint approximate_creation_date_time;
  ApproximateCreationDateTimePrecision precision =
      ApproximateCreationDateTimePrecision::kMillisecond;
  EncodedItem keys;
  std::optional<EncodedItem> new_image;
  std::optional<EncodedItem> old_image;
  std::int64_t size_bytes = 0;
  std::optional<Identity> user_identity;
};

// Called by one thread of the database at a time, but for Prepare. Stream names are Kinesis's: 1 to
// 128 of a-z, A-Z, 0-9, '_', '.' and '-'; "." and ".." are among them. An exception counts as an
// error. What cannot be delivered is told to the EngineListener.
class KinesisSink {
 public:
  virtual ~KinesisSink() = default;

  // Whether records may go to that stream. An error fails the enabling of a destination, and its
  // message is what describes it. Thread-safe.
  virtual Status Prepare(const std::string& stream_name) = 0;

  // The next records of a table, in the order of its changes. Done: they are kept, and it may
  // forget none of them. An error: they come again, until they are taken. So they do, too, if the
  // process ends before the database has noted that they were taken: at least once, as with AWS.
  virtual Status Append(const std::string& stream_name, std::span<const KinesisRecord> records) = 0;
};

}  // namespace basalt
