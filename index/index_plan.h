// What one write to a table means for one of its secondary indexes: at most one row goes, at most
// one comes. Pure: no storage, no locks, no clock. Building an index is the same with nothing
// before.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/encoded_item.h"
#include "model/schema/table_schema.h"

namespace basalt {

// One row of an index: its key in the store, and the part of the item that the index keeps.
// Where that is all of the item it is the item's own bytes, which must outlive the row.
class IndexRow {
 public:
  IndexRow(std::string key, ItemView whole) : key_(std::move(key)), whole_(whole) {}
  IndexRow(std::string key, EncodedItem part) : key_(std::move(key)), part_(std::move(part)) {}

  const std::string& key() const { return key_; }
  ItemView projection() const { return part_ ? part_->view() : whole_; }

 private:
  std::string key_;
  ItemView whole_;
  std::optional<EncodedItem> part_;  // Absent: the whole item.
};

// Whether rows of the index keep that attribute: those of its own key and of the table's key
// always, others as the projection says.
bool IsProjected(const TableSchema& table, const IndexSchema& index, std::string_view attribute);

// The item's row; none if the item lacks an attribute of the index's key, or has one that no index
// takes (model/schema/key_check.h), as an item may that is older than the index: the index is
// sparse. REQUIRES: the item has the table's key.
std::optional<IndexRow> IndexRowOf(const TableSchema& table, const IndexSchema& index,
                                   ItemView item);

// What to do to the index. Neither: nothing that it can see has changed.
struct IndexChange {
  std::optional<IndexRow> removed;  // To be erased; never at the place of `added`.
  std::optional<IndexRow> added;    // To be written, over the old row if there is one at its place.
  std::size_t replaced_bytes = 0;   // What that old row weighs, as AWS counts it; 0: there is none.

  bool empty() const { return !removed && !added; }
};

// `before` and `after` are empty where there is no item. REQUIRES: as IndexRowOf, for both.
IndexChange PlanIndexChange(const TableSchema& table, const IndexSchema& index,
                            const std::optional<ItemView>& before,
                            const std::optional<ItemView>& after);

}  // namespace basalt
