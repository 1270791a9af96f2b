#include "engine/jobs/settling.h"

#include <string>

#include "engine/catalog/table_states.h"
#include "engine/storage/sync_scope.h"
#include "engine/storage/write_set.h"

namespace basalt {

namespace {

Status StoreSettled(Store& store, Catalog& catalog, const std::string& table_name, TimePoint now) {
  const TableLock lock = catalog.LockTable(table_name);
  const auto table = catalog.FindStored(table_name);
  if (!table || !IsDueToSettle(*table, now)) return Done{};
  return catalog.Replace(table, WriteSet(store));
}

}  // namespace

void StoreSettledTables(Store& store, Catalog& catalog, EngineListener& listener) {
  const TimePoint now = catalog.Now();
  for (const auto& seen : catalog.Stored()) {
    if (!IsDueToSettle(*seen, now)) continue;
    SyncScope scope(store);
    Status done = StoreSettled(store, catalog, seen->schema.name, now);
    if (done) done = scope.Wait();
    if (!done) {
      listener.OnJobError(
          {.job = JobKind::kStateSettling, .resource = seen->schema.name, .error = done.error()});
    }
  }
}

}  // namespace basalt
