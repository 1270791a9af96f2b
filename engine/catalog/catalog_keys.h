// Where things are in the catalog family.
//
//   key := 't' table name       A table: see table_record.h.
//        | 'c' table id (u32)   The counters of a table and its indexes: see counter_deltas.h.
//        | 'i'                  The next unused id (u32).
//        | 'r' index id (u32)   How far the backfill of an index has come: the row key in the items
//                               family from which it goes on. Absent at its start.
//        | 's' stream id (u32)  A stream: see engine/streams/stream_record.h.
//        | 'k' outbox id (u32)  Changes on their way to Kinesis: see engine/streams/outbox.h.
//        | 'd' family(u8) id (u32)
//                             Rows that are yet to be removed: see dropped_rows.h.
//        | 'a'                  What ARNs began with when the directory was last opened: see
//                               account_record.h.
//        | 'q'                  A sequence number (u64) greater than any in use in streams.
// Integers are big-endian. FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/key/row_key.h"

namespace basalt {

inline constexpr std::string_view kNextIdKey = "i";
inline constexpr std::string_view kArnsKey = "a";
inline constexpr std::string_view kSequenceBoundKey = "q";

std::string TableRecordKey(std::string_view table_name);
RowRange AllTableRecords();

std::string BackfillKey(IndexId index);
RowRange AllBackfills();

RowRange AllCounters();

std::string StreamRecordKey(std::uint32_t stream);
RowRange AllStreamRecords();

std::string OutboxKey(std::uint32_t outbox);
RowRange AllOutboxes();

// The id at the end of a key or as a value; empty if there is none. `bytes` is what follows the
// kind.
std::string EncodeId(std::uint32_t id);
std::optional<std::uint32_t> DecodeId(std::string_view bytes);

}  // namespace basalt
