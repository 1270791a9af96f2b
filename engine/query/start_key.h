// Starting keys: where one page of a Query or a Scan ended, and the next one begins.
#pragma once

#include <string>
#include <string_view>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "engine/query/read_target.h"

namespace basalt {

// The LastEvaluatedKey for a page that ended with this item: its table key and, on an index, its
// index key. REQUIRES: `item` is a row of the target.
Result<EncodedItem> LastEvaluatedKey(const ReadTarget& target, ItemView item);

// Whether the attributes of a starting key are exactly those of the target's and the table's keys,
// each of the schema's type.
bool FitsStartKeySchema(const ReadTarget& target, ItemView start_key);

// Where the item with that key is or would be in the target.
// REQUIRES: FitsStartKeySchema(target, start_key).
std::string StartRowKey(const ReadTarget& target, ItemView start_key);

// What the keys of all rows in its partition begin with. REQUIRES: as for StartRowKey.
std::string PartitionPrefixOf(const ReadTarget& target, ItemView start_key);

// The rows that are left of `rows` after a page that ended with `start_row`, in that direction.
RowRange RowsBeyond(RowRange rows, std::string_view start_row, Direction direction);

}  // namespace basalt
