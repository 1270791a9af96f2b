// Where things are in the catalog family.
//
//   key := 't' table name       A table: see table_record.h.
//        | 'c' table id (u32)   The counters of a table and its indexes: see counter_deltas.h.
//        | 'i'                  The next unused id, in decimal.
//        | 'r' id (u32)         An index whose rows are being written, or are to be removed: rows
//        of
//                               this id are leftovers if no table has it.
// Integers are big-endian. FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/key/row_key.h"

namespace basalt {

inline constexpr std::string_view kNextIdKey = "i";

std::string TableRecordKey(std::string_view table_name);
RowRange AllTableRecords();

std::string LeftoverKey(std::uint32_t index_id);
RowRange AllLeftovers();

}  // namespace basalt
