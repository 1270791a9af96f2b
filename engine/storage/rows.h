// The parts of Rows that name RocksDB. Private to this folder.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>
#include <rocksdb/slice.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/storage/empty_ranges.h"
#include "engine/storage/store.h"

namespace basalt {

// RocksDB's iterator, and what it may pass over. RocksDB keeps pointers to the bounds: they stay in
// one place on the heap.
class Rows::Cursor {
 public:
  struct Source {
    rocksdb::DB& database;
    rocksdb::ColumnFamilyHandle* handle;
    Family family;
    EmptyRanges* ranges;  // Null: passes over nothing, and remembers nothing.
    std::shared_ptr<const rocksdb::Snapshot> at;  // Null: the latest.
    bool of_one_prefix = false;                   // See token_prefix.h.
  };

  Cursor(const Source& source, RowRange range, Direction direction);
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  void Next();
  void Back();
  const rocksdb::Iterator& rows() const { return *rows_; }

 private:
  bool forward() const { return direction_ == Direction::kForward; }
  bool IsInRange(std::string_view position) const;
  void SeekFrom(std::string position);
  std::string PassKnown(std::string position);
  std::optional<RowRange> KnownFrom(std::string_view position) const;
  bool IsHole(std::string_view position, const RowRange& known) const;
  bool PassHole(std::string_view position, const RowRange& known) const;
  bool IsAtKnown() const;
  void Step();
  void StepBack();
  void RememberStep(std::uint64_t skipped);
  void Remember(std::string_view from, std::uint64_t skipped);

  const Source source_;
  const RowRange range_;
  const rocksdb::Slice lower_;
  const rocksdb::Slice upper_;
  const Direction direction_;
  std::shared_ptr<const rocksdb::Snapshot> at_;  // That of the source, or own.
  EmptyRanges::Sequence low_ = 0;  // The rows are as of this sequence number or later.
  std::unique_ptr<rocksdb::Iterator> rows_;
  std::string previous_;            // The key before the last Next(), where that passed over some.
  std::optional<RowRange> coming_;  // The next known range; may be one that is behind already.
};

}  // namespace basalt
