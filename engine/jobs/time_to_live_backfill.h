// Enabling time to live on a table that has items: rows of the expiry family for all of them, built
// page by page while reads and writes go on.
#pragma once

#include <stop_token>
#include <string>

#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"

namespace basalt {

// Finishes what UpdateTimeToLive began, if the table is kEnabling: then it is kEnabled. Writes keep
// the rows of what they touch themselves in the meantime; each page locks its items. What a crash
// cuts short is done again from the start, to the same end. Stops early, and leaves the table as it
// is, once `stop` says so. Errors: kInternal.
Status FinishEnablingTimeToLive(Store& store, Catalog& catalog, KeyLocks& locks,
                                const std::string& table_name, const std::stop_token& stop);

}  // namespace basalt
