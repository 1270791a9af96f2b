// Changes on their way to a Kinesis streaming destination. Each time a destination is enabled it
// gets an outbox: change records like those of a stream's shard 0, in the commits of the changes,
// from which engine/jobs/kinesis_delivery.h takes them. An outbox outlives its destination, and its
// table, until all of it is delivered.
//
// Stored in the catalog as an item: StreamName, TableName, TableId (the table's UUID), Precision,
// and, once no more changes will come, End. Records are on users' disks: attributes may be added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/enums.h"
#include "basalt/kinesis_sink.h"
#include "basalt/result.h"
#include "engine/catalog/account.h"
#include "engine/catalog/table.h"
#include "engine/storage/write_set.h"
#include "engine/streams/record_row.h"
#include "engine/streams/sequence_number.h"

namespace basalt {

struct Outbox {
  StreamId id = 0;
  std::string stream_name;
  std::string table_name;
  std::string table_uuid;
  ApproximateCreationDateTimePrecision precision =
      ApproximateCreationDateTimePrecision::kMillisecond;
  std::optional<SequenceNumber> end;  // Its changes have lower numbers.
};

// Errors: kInternal if `record` is no such item.
Result<Outbox> DecodeOutbox(StreamId id, std::string_view record);

// Where the change of that number waits.
inline std::string OutboxRecordKey(StreamId outbox, SequenceNumber number) {
  return RecordKey({.stream = outbox, .shard = 0, .number = number});
}

// Whether a change of a table begins, ends or changes an outbox.
bool ChangesOutboxes(const Table* before, const Table* after);

// Stages what it does to them. REQUIRES: `end` is beyond the numbers of all changes of `before`.
Status StageOutboxes(const Table* before, const Table* after, SequenceNumber end, WriteSet& writes);

// A change as it is delivered.
KinesisRecord KinesisRecordOf(const Outbox& outbox, const Account& account, SequenceNumber number,
                              const RecordRow& row);

}  // namespace basalt
