// All tables, in memory and in the store's catalog family.
//
// Thread-safe. Lock order: the gate, then key locks, then the catalog's own lock (inside).
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/result.h"
#include "engine/catalog/table.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

class Catalog {
 public:
  // Reads every table's description and counters. Errors: kInternal.
  static Result<std::unique_ptr<Catalog>> Load(Store& store);

  // The table of that name, as it is now; null if there is none.
  std::shared_ptr<const Table> Find(std::string_view table_name) const;

  // Every table name, sorted.
  std::vector<std::string> Names() const;

  // Every write of items holds the gate shared from before it looks its tables up until its commit
  // is done; whatever changes a table holds it exclusively. So a write never meets a table half
  // changed, and a new index misses no write.
  std::shared_mutex& gate() { return gate_; }

  // Fresh ids, never used before in this database.
  // REQUIRES for the rest: the gate is held exclusively. Each stages the catalog row, commits
  // `writes` together with it, and only then shows the change to others. Errors: kInternal.
  Result<std::uint32_t> NewId();
  Status Replace(std::shared_ptr<const Table> table, WriteSet writes);
  Status Remove(std::string_view table_name, WriteSet writes);

 private:
  explicit Catalog(Store& store) : store_(store) {}

  Store& store_;
  std::shared_mutex gate_;
  mutable std::shared_mutex tables_lock_;
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables_;
  std::uint32_t next_id_ = 1;
};

}  // namespace basalt
