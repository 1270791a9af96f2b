// Everything one request changes, applied all or nothing. There is no other way to write.
//
// Ownership: borrows the store, which must outlive it. Thread-safety: none; one request owns it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

class WriteSet {
 public:
  explicit WriteSet(Store& store, std::size_t bytes_expected = 0);
  ~WriteSet();

  void Put(Family family, std::string_view key, std::string_view value);
  void Erase(Family family, std::string_view key);
  void EraseRange(Family family, const RowRange& range);

  // Adds to the stored counters of `key` in the catalog, whatever they are by then: a merge, so
  // concurrent writers do not wait for each other. See engine/catalog/counters.h for the bytes.
  void AddCounters(std::string_view key, std::string_view deltas);

  bool empty() const;

  // Done means done as the store's durability says. An error means the outcome is unknown, yet
  // never partial: after the next open all of the rows are there, or none. Consumes the set:
  // std::move(writes).Commit().
  Status Commit() &&;

 private:
  Store& store_;
  std::unique_ptr<rocksdb::WriteBatch> batch_;
};

}  // namespace basalt
