// Change records in the streams family.
//
//   key   := stream id (u32) shard number (u32) sequence number (u64)
//   value := version(u8, 1) operation(u8) origin(u8) time(u64, milliseconds since 1970)
//            keys old new     Each: length(u32) item; length 0: absent.
// Integers are big-endian. FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/clock.h"
#include "basalt/item_view.h"
#include "basalt/stream_requests.h"
#include "engine/streams/stream.h"
#include "model/key/row_key.h"

namespace basalt {

// Who wants an item to change. Stored in every change record: FROZEN once released.
enum class WriteOrigin : std::uint8_t { kClient, kTimeToLive };

struct RecordPlace {
  StreamId stream = 0;
  std::uint32_t shard = 0;
  SequenceNumber number = 0;
};

std::string RecordKey(const RecordPlace& place);
std::optional<RecordPlace> ParseRecordKey(std::string_view key);

// The records of a shard with begin <= number < end, and all of a stream.
RowRange RecordsOf(StreamId stream, std::uint32_t shard, SequenceNumber begin, SequenceNumber end);
RowRange RecordsOf(StreamId stream);

// Borrows the items.
struct RecordRow {
  OperationType operation = OperationType::kInsert;
  WriteOrigin origin = WriteOrigin::kClient;
  TimePoint time;
  ItemView keys;
  std::optional<ItemView> old_image;
  std::optional<ItemView> new_image;
};

// As AWS counts it: the key and the images.
std::int64_t SizeOf(const RecordRow& record);

// Who changed an item, where it was not a client.
std::optional<Identity> IdentityOf(WriteOrigin origin);

std::string EncodeRecord(const RecordRow& record);

// Empty if `value` is none, as far as that can be told without reading the items.
std::optional<RecordRow> DecodeRecord(std::string_view value);

// The time alone. REQUIRES: `value` is a record.
TimePoint TimeOfRecord(std::string_view value);

}  // namespace basalt
