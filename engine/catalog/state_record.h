// The states of a table and its indexes, as attributes of the table's record:
//   TableStatus
//   Transition        absent while the table is ACTIVE: {Until, ReadCapacityUnits,
//                     WriteCapacityUnits}, the latter where throughput changes with the state's end
//   IndexTransitions  the same of its indexes (map by name)
//   UnbuiltIndexes    the names of indexes that lack the rows of some items (list)
#pragma once

#include "basalt/attribute_value.h"
#include "engine/catalog/table.h"

namespace basalt {

void SetStates(Item& item, const Table& table);

// False if they are not the states of such a table. REQUIRES: all else of the table is known.
bool GetStates(const Item& item, Table& table);

}  // namespace basalt
