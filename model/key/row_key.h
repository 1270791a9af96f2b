// Where items and index rows live in the store.
//
//   item row  := table id (u32, big-endian) hash (u16) partition key, sort key
//   index row := index id (u32, big-endian) hash (u16) index partition key, index sort key,
//                those of the table's key attributes that the index's key has not: so a row is one
//                item's. (Of a local index, whose partition key is the table's, that is the table's
//                sort key.)
//
// The hash is of the encoded partition key: it scatters Scan order as on AWS, and a segment of a
// parallel scan is a range of hashes. One partition is one contiguous range, in sort key order.
// Keys are made of the parts of key_codec.h, to be taken off again in the same order.
// FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/item_view.h"
#include "model/schema/table_schema.h"

namespace basalt {

// Rows with begin <= key < end. An empty end is no bound.
struct RowRange {
  std::string begin;
  std::string end;
};

// REQUIRES: `item` has the table's key attributes with the schema's types.
std::string ItemRowKey(const TableSchema& table, ItemView item);

// Empty if the item lacks an attribute of the index's key: the index is sparse.
// REQUIRES: those it has are of the schema's types.
std::optional<std::string> IndexRowKey(const TableSchema& table, const IndexSchema& index,
                                       ItemView item);

// The first two bytes of a row after the id: FNV-1a of 64 bits, mixed by MurmurHash3's finaliser,
// its upper 16 bits. Frozen with the rows.
std::uint16_t PartitionHash(std::string_view partition_key);

// The start shared by all rows of one partition. `partition_key` is the encoded parts
// (AppendKeyValue of each partition attribute in order); `id` a table's or an index's.
std::string PartitionPrefix(std::uint32_t id, std::string_view partition_key);

// All rows of a table or an index, and those of one segment of a parallel scan. Segments are
// disjoint and together complete. REQUIRES: segment < total.
RowRange RowsOf(std::uint32_t id);
RowRange RowsOfSegment(std::uint32_t id, std::int64_t segment, std::int64_t total);

}  // namespace basalt
