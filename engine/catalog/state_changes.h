// Telling a listener of the states that tables and their indexes enter.
#pragma once

#include "basalt/engine_listener.h"
#include "engine/catalog/table.h"

namespace basalt {

// Of one change of a table; null: there was none, or it is gone.
void TellStateChanges(EngineListener& listener, const Table* before, const Table* after);

}  // namespace basalt
