// Storing that states of tables have ended, which everybody has seen since they did.
#pragma once

#include "basalt/engine_listener.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"

namespace basalt {

// Stores every table that has left a state as it is now, or that it is gone: so a state does not
// come back after a restart with a clock that shows less. The listener is told of tables that could
// not be stored.
void StoreSettledTables(Store& store, Catalog& catalog, EngineListener& listener);

}  // namespace basalt
