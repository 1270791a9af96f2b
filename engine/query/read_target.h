// What a Query or a Scan reads: a table, or one of its secondary indexes.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "basalt/query_requests.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"
#include "model/schema/table_schema.h"

namespace basalt {

struct ReadTarget {
  std::shared_ptr<const Table> table;
  const IndexSchema* index = nullptr;  // Null: the table itself. Lives as long as the table.

  const KeySchema& key() const { return index ? index->key : table->schema.key; }
  std::uint32_t id() const { return index ? index->id : table->schema.id; }
  Family family() const { return index ? Family::kIndex : Family::kItems; }
  bool is_global_index() const { return index && index->kind == IndexKind::kGlobal; }
  bool is_local_index() const { return index && index->kind == IndexKind::kLocal; }

  // Whether the rows hold that attribute wherever their items do.
  bool Projects(std::string_view attribute) const;
};

// Errors: kResourceNotFound for an unknown table; kValidation for an unknown index, and for what a
// global secondary index cannot do: consistent reads, and any read while it is backfilling.
Result<ReadTarget> FindReadTarget(const Catalog& catalog, const ReadPage& request);

// Errors: kValidation for ALL_ATTRIBUTES of a global secondary index that does not have them. A
// Scan checks it before its starting key, a Query after all that speaks of its key.
Status CheckSelectOf(const ReadTarget& target, const ReadPage& request);

// The attributes of the keys that a starting key of this target consists of, each once: the
// index's, then the table's.
std::vector<KeyAttribute> StartKeyAttributes(const ReadTarget& target);

}  // namespace basalt
