#include "engine/catalog/catalog.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/state_changes.h"
#include "engine/catalog/table_record.h"
#include "engine/storage/sync_scope.h"

namespace basalt {
namespace {

using Tables = std::map<std::string, std::shared_ptr<const Table>, std::less<>>;

// Changes whenever any catalog of the process does, or a new one comes.
std::atomic<std::uint64_t> state_of_catalogs{1};

void CatalogsChanged() { state_of_catalogs.fetch_add(1, std::memory_order_release); }

// What one thread has found in one catalog while nothing changed. Its pointers share no count with
// those of other threads: finding a table writes to no memory that another thread reads.
struct FoundTables {
  const Catalog* catalog = nullptr;
  std::uint64_t state = 0;
  Tables tables;
};

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::Load(Store& store, const CatalogSettings& settings) {
  std::unique_ptr<Catalog> catalog(new Catalog(store, settings));
  const Snapshot snapshot = store.TakeSnapshot();

  const auto next_id = snapshot.Get(Family::kCatalog, kNextIdKey);
  if (!next_id) return next_id.error();
  if (*next_id) {
    const auto id = DecodeId((*next_id)->bytes());
    if (!id) return Error{ErrorCode::kInternal, "the catalog's next id is damaged"};
    catalog->next_id_ = *id;
  }

  Rows rows = snapshot.Read(Family::kCatalog, AllTableRecords());
  for (; rows.Valid(); rows.Next()) {
    if (auto loaded = catalog->LoadTable(snapshot, rows.value()); !loaded) return loaded.error();
  }
  if (auto status = rows.status(); !status) return status.error();
  CatalogsChanged();
  return catalog;
}

Status Catalog::LoadTable(const Snapshot& snapshot, std::string_view record) {
  auto table = DecodeTableRecord(record);
  if (!table) return table.error();
  SetArns(table->description, account_);
  EndStatesBy(*table, StateEndsOf(Now()));

  const auto stored = snapshot.Get(Family::kCatalog, CountersKey(table->schema.id));
  if (!stored) return stored.error();
  CounterDeltas counters;
  if (*stored && !AddCounterDeltas((*stored)->bytes(), counters)) {
    return Error{ErrorCode::kInternal,
                 "the counters of table " + table->schema.name + " are damaged"};
  }
  table->counters->Add(counters[table->schema.id]);
  for (const auto& [id, live] : table->index_counters) live->Add(counters[id]);
  FollowKeyTraffic(*table);

  std::string name = table->schema.name;
  tables_.emplace(std::move(name), std::make_shared<const Table>(*std::move(table)));
  return Done{};
}

std::shared_ptr<const Table> Catalog::Find(std::string_view table_name) const {
  return AsOfNow(FindStored(table_name));
}

std::shared_ptr<const Table> Catalog::AsOfNow(std::shared_ptr<const Table> stored) const {
  SyncScope::Saw(store_, stored ? stored->gate->last_change()
                                : last_removal_.load(std::memory_order_acquire));
  if (!stored || IsAtRest(*stored)) return stored;
  return Settled(std::move(stored), Now());
}

TableLock Catalog::LockTable(std::string_view table_name) {
  TableLock lock(changes_);
  if (const auto table = FindStored(table_name)) {
    lock.gate_ = table->gate;
    lock.held_ = std::unique_lock(*lock.gate_);
  }
  return lock;
}

std::shared_ptr<const Table> Catalog::FindStored(std::string_view table_name) const {
  thread_local FoundTables known;
  const std::uint64_t state = state_of_catalogs.load(std::memory_order_acquire);
  if (known.catalog != this || known.state != state) known = {.catalog = this, .state = state};
  if (const auto found = known.tables.find(table_name); found != known.tables.end()) {
    return found->second;
  }

  const std::shared_lock lock(tables_lock_);
  const auto found = tables_.find(table_name);
  if (found == tables_.end()) return nullptr;
  const auto own = std::make_shared<std::shared_ptr<const Table>>(found->second);
  return known.tables.emplace(table_name, std::shared_ptr<const Table>(own, own->get()))
      .first->second;
}

std::vector<std::string> Catalog::Names() const { return NamesAfter({}, SIZE_MAX); }

std::vector<std::string> Catalog::NamesAfter(std::string_view after, std::size_t limit) const {
  const std::shared_lock lock(tables_lock_);
  const TimePoint now = Now();
  SyncScope::Saw(store_, last_removal_.load(std::memory_order_acquire));
  std::vector<std::string> names;
  for (auto at = tables_.upper_bound(after); at != tables_.end() && names.size() < limit; ++at) {
    const auto& [name, table] = *at;
    SyncScope::Saw(store_, table->gate->last_change());
    if (IsAtRest(*table) || Settled(table, now)) names.push_back(name);
  }
  return names;
}

std::vector<std::shared_ptr<const Table>> Catalog::Stored() const {
  const std::shared_lock lock(tables_lock_);
  std::vector<std::shared_ptr<const Table>> tables;
  for (const auto& [name, table] : tables_) tables.push_back(table);
  return tables;
}

bool Catalog::empty() const {
  const std::shared_lock lock(tables_lock_);
  return tables_.empty();
}

void Catalog::StageNextId(WriteSet& writes) const {
  writes.Put(Family::kCatalog, kNextIdKey, EncodeId(next_id_));
}

Result<LogSequence> Catalog::Commit(const Table* before, const Table* after, WriteSet writes) {
  std::unique_ptr<TableChange> change;
  if (observer_ != nullptr) {
    auto staged = observer_->Stage(*this, before, after, writes);
    if (!staged) return staged.error();
    change = *std::move(staged);
  }
  StageNextId(writes);
  auto committed = std::move(writes).Commit();
  if (committed && change) change->Committed();
  return committed;
}

Status Catalog::Replace(std::shared_ptr<const Table> table, WriteSet writes) {
  const std::string name = table->schema.name;
  const std::shared_ptr<const Table> after = Settled(std::move(table), Now());
  if (after) {
    const auto record = EncodeTableRecord(*after);
    if (!record) return record.error();
    writes.Put(Family::kCatalog, TableRecordKey(name), record->view().bytes());
  } else {
    writes.Erase(Family::kCatalog, TableRecordKey(name));
  }

  const auto before = FindStored(name);
  const auto committed = Commit(before.get(), after.get(), std::move(writes));
  if (!committed) return committed.error();
  if (before) before->gate->SetLastChange(*committed);
  if (after) after->gate->SetLastChange(*committed);
  if (!after) last_removal_.store(*committed, std::memory_order_release);

  const std::unique_lock lock(tables_lock_);
  if (after) {
    tables_.insert_or_assign(name, after);
  } else {
    tables_.erase(name);
  }
  CatalogsChanged();
  if (listener_ != nullptr) TellStateChanges(*listener_, before.get(), after.get());
  return Done{};
}

}  // namespace basalt
