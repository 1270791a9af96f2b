// RocksDB's way to add to stored counters without reading them first.
#pragma once

#include <rocksdb/merge_operator.h>

#include <memory>

namespace basalt {

// Adds up counter_deltas.h. Thread-safe. Its name is on users' disks.
std::shared_ptr<rocksdb::MergeOperator> NewCounterMerge();

}  // namespace basalt
