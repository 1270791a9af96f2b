// Building the rows of a new index from the items that its table has, while reads and writes go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>

#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"

namespace basalt {

// Builds the rows of the table's indexes that are backfilling, at most `pages_max` pages of items
// each. Those that are complete become active, if not kept from it by their state's end. Writes
// keep the rows of what they touch in the meantime, and the counters always count the rows that are
// there. Items whose attributes are not fit for the index's key have no row. How far it came is
// stored with each page: there it goes on when it is called again, also after a crash. Several may
// run at once. Stops early once `stop` says so. Errors: kInternal.
Status BackfillIndexes(Store& store, Catalog& catalog, KeyLocks& locks,
                       const std::string& table_name, const std::stop_token& stop,
                       std::size_t pages_max = SIZE_MAX);

}  // namespace basalt
