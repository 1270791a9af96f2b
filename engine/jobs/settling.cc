#include "engine/jobs/settling.h"

#include <mutex>
#include <utility>

#include "engine/catalog/table_states.h"
#include "engine/storage/write_set.h"

namespace basalt {

Status StoreSettledTables(Store& store, Catalog& catalog) {
  const TimePoint now = catalog.Now();
  for (const auto& seen : catalog.Stored()) {
    if (!IsDueToSettle(*seen, now)) continue;
    const std::unique_lock gate(catalog.gate());
    const auto table = catalog.FindStored(seen->schema.name);
    if (!table || !IsDueToSettle(*table, now)) continue;
    if (auto done = catalog.Replace(table, WriteSet(store)); !done) return done;
  }
  return Done{};
}

}  // namespace basalt
