// All tables, in memory and in the store's catalog family.
//
// Thread-safe. Lock order: the lock of changes, tables' gates (table_gate.h) in the order of names,
// key locks, the lock of streams, then the catalog's own lock (inside). Nobody waits for a sync
// under any of them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/clock.h"
#include "basalt/engine_listener.h"
#include "basalt/result.h"
#include "engine/catalog/account.h"
#include "engine/catalog/table.h"
#include "engine/catalog/table_gate.h"
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
  // REQUIRES: the table is locked for the change, and one change ends before the next begins.
  virtual Result<std::unique_ptr<TableChange>> Stage(Catalog& catalog, const Table* before,
                                                     const Table* after, WriteSet& writes) = 0;
};

struct CatalogSettings {
  Account account;
  const Clock* clock = nullptr;              // Null: the system's. Must outlive the catalog.
  std::chrono::milliseconds state_delay{0};  // See table_states.h.
  EngineListener* listener = nullptr;        // Null: none. Is told of states. As the clock.
};

// The right to change one table: its writes are done, and others wait. Only one lives at a time.
class TableLock {
 public:
  TableLock(TableLock&&) noexcept = default;
  TableLock& operator=(TableLock&&) = delete;

 private:
  friend class Catalog;
  explicit TableLock(std::mutex& changes) : changes_(changes) {}

  std::unique_lock<std::mutex> changes_;
  std::shared_ptr<TableGate> gate_;  // Null: there is no such table yet.
  std::unique_lock<TableGate> held_;
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
  bool empty() const;  // Whether none is stored.

  const Account& account() const { return account_; }
  TimePoint Now() const { return clock_.Now(); }

  // When the states end that begin at `now`.
  StateEnds StateEndsOf(TimePoint now) const { return StateEndsFrom(now, state_delay_); }

  // `observer` must outlive the catalog's use for writing. To be called once, before that.
  void Observe(TableObserver& observer) { observer_ = &observer; }

  // A table that was found, in its state of now; notes that answers depend on its being so.
  std::shared_ptr<const Table> AsOfNow(std::shared_ptr<const Table> stored) const;

  // To be held by whatever creates, changes or deletes the table of that name.
  TableLock LockTable(std::string_view table_name);

  // REQUIRES for the rest: the table is locked.

  // Fresh ids for tables and indexes, never used before in this database: they share one sequence.
  std::uint32_t NewId() { return next_id_++; }

  // Stages the catalog row of the table as it is now, which is none if it is deleted by now,
  // commits `writes` together with it, and only then shows the change to others. Errors: kInternal.
  Status Replace(std::shared_ptr<const Table> table, WriteSet writes);

 private:
  Catalog(const Store& store, const CatalogSettings& settings)
      : store_(store),
        account_(settings.account),
        clock_(settings.clock != nullptr ? *settings.clock : SystemClock()),
        state_delay_(settings.state_delay),
        listener_(settings.listener) {}

  Status LoadTable(const Snapshot& snapshot, std::string_view record);
  void StageNextId(WriteSet& writes) const;
  Result<LogSequence> Commit(const Table* before, const Table* after, WriteSet writes);

  const Store& store_;
  const Account account_;
  const Clock& clock_;
  const std::chrono::milliseconds state_delay_;
  EngineListener* const listener_;
  TableObserver* observer_ = nullptr;
  std::mutex changes_;
  std::atomic<LogSequence> last_removal_{0};  // Of a table: where that is in the log.
  mutable std::shared_mutex tables_lock_;
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables_;  // Under tables_lock_.
  std::uint32_t next_id_ = 1;                                                // Under changes_.
};

}  // namespace basalt
