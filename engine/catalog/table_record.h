// A table as it is stored in the catalog: one item, whose attributes carry the names of AWS's
// TableDescription, and besides
//   Id        the table's id (number)
//   IndexIds  the ids of its indexes (map by name, of numbers)
//   Tags      a list of {Key, Value}
//   Features  what the table is set to do besides: see table_features.h (map)
//   and its states: see state_record.h
// Times are milliseconds since 1970. ARNs, counts and sizes are not stored. What is absent in the
// description is absent in the record. Records are on users' disks: attributes may be added.
#pragma once

#include <string_view>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "engine/catalog/table.h"

namespace basalt {

Result<EncodedItem> EncodeTableRecord(const Table& table);

// The table, with counters at zero and without ARNs. Errors: kInternal if `record` is no such item.
Result<Table> DecodeTableRecord(std::string_view record);

}  // namespace basalt
