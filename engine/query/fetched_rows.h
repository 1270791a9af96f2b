// The rows of a local secondary index, each with the table's item.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "engine/storage/store.h"
#include "model/schema/table_schema.h"

namespace basalt {

// Steps over rows as Rows does. The items are read many at a time, which costs RocksDB less than to
// read them one by one.
class FetchedRows {
 public:
  // `rows` are an index's of `table`, of which the caller needs `rows_max` at most. What is passed
  // by reference must outlive this.
  FetchedRows(const Snapshot& snapshot, const TableSchema& table, Rows rows, std::size_t rows_max);

  bool Valid() const { return position_ < ahead_.size(); }
  void Next();
  void Back() { --position_; }  // Undoes a Next(), once.
  // REQUIRES for both: Valid(). They live until the next step.
  ItemView row() const { return ahead_[position_].row.view(); }
  ItemView item() const { return ItemView(ahead_[position_].item.bytes()); }
  const Status& status() const { return status_; }  // As that of Rows.

 private:
  struct Fetched {
    EncodedItem row;
    PinnedValue item;
  };

  // Reads the next ones. On success those that were read before are gone, but for the last.
  Status ReadAhead();
  Status Fetch(std::vector<EncodedItem> rows);
  std::size_t CountToFetch() const;

  const Snapshot& snapshot_;
  const TableSchema& table_;
  Rows rows_;
  const std::size_t rows_max_;
  std::size_t rows_read_ = 0;
  std::size_t bytes_read_ = 0;  // Of items.
  std::vector<Fetched> ahead_;
  std::size_t position_ = 0;
  Status status_ = Done{};
};

}  // namespace basalt
