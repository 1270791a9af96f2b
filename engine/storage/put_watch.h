// Telling the ranges that are known to be empty (empty_ranges.h) what a commit puts into them.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <span>

#include "engine/storage/empty_ranges.h"

namespace basalt {

// To be made before the batch is written, and to live until its rows can be read. `families` are in
// the order of Family.
class PutWatch {
 public:
  PutWatch(EmptyRanges& ranges, std::span<rocksdb::ColumnFamilyHandle* const> families,
           const rocksdb::WriteBatch& batch);

 private:
  const EmptyRanges::Writing writing_;
};

}  // namespace basalt
