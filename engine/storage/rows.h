// The parts of Rows that name RocksDB. Private to this folder.
#pragma once

#include <rocksdb/iterator.h>
#include <rocksdb/slice.h>

#include <utility>

#include "engine/storage/store.h"

namespace basalt {

// RocksDB's iterator keeps pointers to its bounds: they stay in one place on the heap.
struct Rows::Bounds {
  explicit Bounds(RowRange rows) : range(std::move(rows)), lower(range.begin), upper(range.end) {}
  Bounds(const Bounds&) = delete;
  Bounds& operator=(const Bounds&) = delete;

  RowRange range;
  rocksdb::Slice lower;
  rocksdb::Slice upper;
};

}  // namespace basalt
