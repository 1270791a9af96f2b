// Building the rows of a new index from the items that its table has.
#pragma once

#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/table_operations.h"
#include "engine/storage/store.h"

namespace basalt {

// The IndexBuilder of TableOperations. A small index is built by the caller's one commit; a large
// one in several of bounded size, which a crash leaves for Catalog::RemoveLeftovers. Items whose
// attributes are not fit for the index's key have no row.
// REQUIRES: the gate is held exclusively. Errors: kInternal.
Result<BuiltIndex> BuildIndex(Store& store, const Catalog& catalog, const Table& table,
                              const IndexSchema& index);

}  // namespace basalt
