// The rows from which expired items are found, in the order in which they are due: a row for each
// item whose time-to-live attribute tells when. Pure: no storage, no clock.
//
//   row := table id (u32, big-endian) second (u64, big-endian) rest
//          rest: the item's row key (row_key.h) after the table's id
// The row's value is empty. FROZEN once released: these bytes are on users' disks.
// Source: developer guide, "Using time to live (TTL) in DynamoDB".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/item_view.h"
#include "model/key/row_key.h"
#include "model/schema/table_schema.h"

namespace basalt {

// The second since 1970 after which the item is expired; a fraction is cut off. Empty if the
// attribute is absent, no number, not after 1970, or further away than seconds are counted here.
std::optional<std::uint64_t> ExpirySecond(std::string_view attribute, ItemView item);

// `item_row_key` is that of the table's item.
std::string ExpiryRowKey(std::uint64_t second, std::string_view item_row_key);

struct ExpiryRow {
  std::uint64_t second = 0;
  std::string item_row_key;
};

// Empty if `key` is no such row's.
std::optional<ExpiryRow> ParseExpiryRowKey(std::string_view key);

// The rows of one table with begin <= second < end.
RowRange ExpiryRowsOf(TableId table, std::uint64_t begin, std::uint64_t end);

}  // namespace basalt
