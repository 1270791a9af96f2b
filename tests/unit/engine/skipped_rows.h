// How many deleted rows RocksDB steps over: what a read costs besides the rows it returns, told
// without a clock.
#pragma once

#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include <cstdint>

namespace basalt::engine_test {

// By `action`, on this thread.
template <typename Action>
std::uint64_t RowsSkippedBy(const Action& action) {
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  const std::uint64_t before = rocksdb::get_perf_context()->internal_delete_skipped_count;
  action();
  return rocksdb::get_perf_context()->internal_delete_skipped_count - before;
}

}  // namespace basalt::engine_test
