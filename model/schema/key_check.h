// Whether the attributes of items and keys fit a table's key and its indexes' keys, with AWS's
// texts. All errors are kValidation.
#pragma once

#include <cstdint>

#include "basalt/item_view.h"
#include "basalt/result.h"
#include "model/schema/table_schema.h"

namespace basalt {

// The table's key in an item to be put: each attribute is there, has the schema's type, is not
// empty; then no key is too long.
Status CheckItemKey(const TableSchema& table, ItemView item);

// A request's Key or ExclusiveStartKey: exactly the table's key attributes with the schema's types,
// none empty, none too long.
Status CheckKey(const TableSchema& table, ItemView key);

// Who wrote the item; the texts differ.
enum class WriteKind : std::uint8_t { kPut, kUpdate };

// The indexes' key attributes that an item about to be stored has: of the schema's types, not
// empty, not too long. Of several indexes at fault the first by name is reported.
Status CheckIndexKeys(const TableSchema& table, ItemView item, WriteKind kind);

// Whether an item has all attributes of an index's key, fit to be stored as CheckIndexKeys says. An
// item that is older than the index may have others.
bool HasIndexKey(const IndexSchema& index, ItemView item);

// The schema's type as a value's type.
ValueType ValueTypeOf(ScalarAttributeType type);

}  // namespace basalt
