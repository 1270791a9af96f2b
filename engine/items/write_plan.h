// From a request's write to a planned one: the checks AWS makes against the table before it looks
// at the item.
#pragma once

#include "basalt/result.h"
#include "engine/catalog/table.h"
#include "engine/items/item_writer.h"
#include "engine/items/write_request.h"

namespace basalt {

// All borrow the table, the item or key, and what the write is bound to.
// Errors of all: kValidation: the key, or the key of an index, is not as the schema has it.
Result<PlannedWrite> PlanPut(const Table& table, ItemView item, const BoundWrite& bound);
Result<PlannedWrite> PlanDelete(const Table& table, ItemView key, const BoundWrite& bound);
Result<PlannedWrite> PlanCheck(const Table& table, ItemView key, const BoundWrite& bound);

// Also refuses to change an attribute of the table's key.
Result<PlannedWrite> PlanUpdate(const Table& table, ItemView key, const BoundWrite& bound);

// Whether an item or a request's key has all of the table's key with the schema's types. What has,
// and is refused nevertheless, has a key that is empty or too long.
bool HasTypedKey(const TableSchema& table, ItemView item);

}  // namespace basalt
