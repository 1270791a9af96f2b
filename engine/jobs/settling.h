// Storing that states of tables have ended, which everybody has seen since they did.
#pragma once

#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"

namespace basalt {

// Stores every table that has left a state as it is now, or that it is gone: so a state does not
// come back after a restart with a clock that shows less. Errors: kInternal.
Status StoreSettledTables(Store& store, Catalog& catalog);

}  // namespace basalt
