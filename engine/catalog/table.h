// A table as the engine holds it in memory: an immutable description, replaced whole when the table
// changes, and the live counters that all its versions share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "basalt/table_types.h"
#include "engine/catalog/counters.h"
#include "model/schema/table_schema.h"

namespace basalt {

struct Table {
  TableSchema schema;
  // As DescribeTable shows it, but for counts and sizes, which are read from the counters.
  TableDescription description;

  std::shared_ptr<Counters> counters;                           // Of the table's items.
  std::map<IndexId, std::shared_ptr<Counters>> index_counters;  // One for each of schema.indexes.

  bool has_local_indexes() const {
    for (const IndexSchema& index : schema.indexes) {
      if (index.kind == IndexKind::kLocal) return true;
    }
    return false;
  }
};

}  // namespace basalt
