// Everything one request changes, applied all or nothing. There is no other way to write.
//
// Ownership: borrows the store, which must outlive it. Thread-safety: none; one request owns it.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

class WriteSet {
 public:
  explicit WriteSet(Store& store, std::size_t bytes_expected = 0);
  WriteSet(WriteSet&&) noexcept;
  ~WriteSet();

  void Put(Family family, std::string_view key, std::string_view value);
  void Erase(Family family, std::string_view key);
  // REQUIRES: the range has an end.
  void EraseRange(Family family, const RowRange& range);

  // Adds to the stored counters of `key` in the catalog, whatever they are by then: a merge, so
  // concurrent writers do not wait for each other. See counter_deltas.h for the bytes.
  void AddCounters(std::string_view key, std::string_view deltas);

  bool empty() const;
  std::size_t size_bytes() const;  // Of what is staged: for splitting long jobs into several sets.

  // Everybody sees the rows once this returns, and what is committed later never outlives them.
  // They are done as the durability says when the thread's SyncScope has waited; without a scope
  // they are when this returns. The answer is where in the log they are; 0 if there was none to
  // write. An error means the outcome is unknown, yet never partial: after the next open all of the
  // rows are there, or none. Consumes the set: std::move(writes).Commit().
  Result<LogSequence> Commit() &&;

 private:
  Store& store_;
  std::unique_ptr<rocksdb::WriteBatch> batch_;
};

}  // namespace basalt
