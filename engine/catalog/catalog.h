// All tables, in memory and in the store's catalog family.
//
// Thread-safe. Lock order: the gate, then key locks, then the catalog's own lock (inside).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "engine/catalog/account.h"
#include "engine/catalog/table.h"
#include "engine/catalog/table_states.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

class Catalog;

// A change of a table that is being committed. Gone without Committed: it was not.
class TableChange {
 public:
  virtual ~TableChange() = default;
  virtual void Committed() = 0;
};

// Is told of every change of a table, to change with it, in the same commit, what hangs on tables.
class TableObserver {
 public:
  virtual ~TableObserver() = default;

  // `before` is null for a new table, `after` for one that goes. Stages what changes with it.
  // REQUIRES: the gate is held exclusively, and one change ends before the next begins.
  virtual Result<std::unique_ptr<TableChange>> Stage(Catalog& catalog, const Table* before,
                                                     const Table* after, WriteSet& writes) = 0;
};

struct CatalogSettings {
  Account account;
  const Clock* clock = nullptr;              // Null: the system's. Must outlive the catalog.
  std::chrono::milliseconds state_delay{0};  // See table_states.h.
};

class Catalog {
 public:
  // Reads every table's description and counters. No state of a table lasts longer from now on than
  // the delay is. Errors: kInternal.
  static Result<std::unique_ptr<Catalog>> Load(Store& store, const CatalogSettings& settings = {});

  // The table of that name, as it is now; null if there is none.
  std::shared_ptr<const Table> Find(std::string_view table_name) const;

  // Every table name, sorted.
  std::vector<std::string> Names() const;

  // Up to `limit` names that sort after `after`.
  std::vector<std::string> NamesAfter(std::string_view after, std::size_t limit) const;

  // Tables as they are stored, by now perhaps in other states or gone: one, or all, sorted by name.
  std::shared_ptr<const Table> FindStored(std::string_view table_name) const;
  std::vector<std::shared_ptr<const Table>> Stored() const;

  const Account& account() const { return account_; }
  TimePoint Now() const { return clock_.Now(); }

  // When the states end that begin at `now`.
  StateEnds StateEndsOf(TimePoint now) const { return StateEndsFrom(now, state_delay_); }

  // `observer` must outlive the catalog's use for writing. To be called once, before that.
  void Observe(TableObserver& observer) { observer_ = &observer; }

  // Every write of items holds the gate shared from before it looks its tables up until its commit
  // is done; whatever changes a table holds it exclusively. So a write never meets a table half
  // changed, and a new index misses no write.
  std::shared_mutex& gate() { return gate_; }

  // REQUIRES for the rest: the gate is held exclusively.

  // Fresh ids for tables and indexes, never used before in this database: they share one sequence.
  std::uint32_t NewId() { return next_id_++; }

  // Stages the catalog row of the table as it is now, which is none if it is deleted by now,
  // commits `writes` together with it, and only then shows the change to others. Errors: kInternal.
  Status Replace(std::shared_ptr<const Table> table, WriteSet writes);

 private:
  explicit Catalog(const CatalogSettings& settings)
      : account_(settings.account),
        clock_(settings.clock != nullptr ? *settings.clock : SystemClock()),
        state_delay_(settings.state_delay) {}

  Status LoadTable(const Snapshot& snapshot, std::string_view record);
  void StageNextId(WriteSet& writes) const;
  Status Commit(const Table* before, const Table* after, WriteSet writes);

  const Account account_;
  const Clock& clock_;
  const std::chrono::milliseconds state_delay_;
  TableObserver* observer_ = nullptr;
  std::shared_mutex gate_;
  mutable std::shared_mutex tables_lock_;
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables_;  // Under tables_lock_.
  std::uint32_t next_id_ = 1;                                                // Under the gate.
};

}  // namespace basalt
