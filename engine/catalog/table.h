// A table as the engine holds it in memory: an immutable description, replaced whole when the table
// changes, and the live counters and the gate that all its versions share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "basalt/clock.h"
#include "basalt/table_types.h"
#include "engine/catalog/account.h"
#include "engine/catalog/counters.h"
#include "engine/catalog/key_traffic.h"
#include "engine/catalog/table_features.h"
#include "engine/catalog/table_gate.h"
#include "model/schema/table_schema.h"

namespace basalt {

// A state on its way to its end: see table_states.h.
struct Transition {
  TimePoint until;
  std::optional<ProvisionedThroughput> throughput;  // What is provisioned from then on.
};

struct Table {
  TableSchema schema;  // Without indexes that are being deleted.
  // As DescribeTable shows it, but for counts and sizes, which are read from the counters.
  TableDescription description;
  std::optional<Transition> transition;  // Absent exactly while the table is ACTIVE.
  // By name: of indexes that UpdateTable creates, updates or deletes.
  std::map<std::string, Transition, std::less<>> index_transitions;
  std::vector<Tag> tags;  // In order of key.
  TableFeatures features;

  std::shared_ptr<TableGate> gate;  // See table_gate.h.

  std::shared_ptr<Counters> counters;                           // Of the table's items.
  std::map<IndexId, std::shared_ptr<Counters>> index_counters;  // One for each of schema.indexes.

  // By id: of the table and the indexes whose accessed keys are counted (contributor insights).
  std::map<std::uint32_t, std::shared_ptr<KeyTraffic>> key_traffic;

  // Counts an access to an item of the table, or a row of an index, by their id, where that is
  // wanted. REQUIRES: `item` has the attributes of its key.
  void CountAccess(std::uint32_t id, ItemView item, double units) const {
    if (key_traffic.empty()) return;
    if (const auto of_id = key_traffic.find(id); of_id != key_traffic.end()) {
      of_id->second->Add(item, units);
    }
  }

  // Indexes that lack the rows of some items that are older than they are. Writes keep the rows of
  // the items that they touch, as those of any index.
  std::vector<IndexId> backfilling_indexes;

  bool IsBackfilling(IndexId index) const {
    return std::ranges::find(backfilling_indexes, index) != backfilling_indexes.end();
  }

  bool has_local_indexes() const {
    for (const IndexSchema& index : schema.indexes) {
      if (index.kind == IndexKind::kLocal) return true;
    }
    return false;
  }
};

using IndexIds = std::map<std::string, IndexId, std::less<>>;  // By name.

// The table that a description means: its schema, with counters at zero and without transitions.
// REQUIRES: the description is valid, and `index_ids` has each of its indexes that is not DELETING.
Table MakeTable(TableDescription description, std::vector<Tag> tags, TableId id,
                const IndexIds& index_ids);

// The same table under a changed description; indexes that it had go on counting, and stay in their
// states.
// REQUIRES: as MakeTable.
Table WithDescription(const Table& table, TableDescription description, const IndexIds& index_ids);

// Begins and ends the counting of keys as the table's contributor insights are; what goes on keeps
// its counts.
void FollowKeyTraffic(Table& table);

IndexIds IndexIdsOf(const TableSchema& schema);

// As DescribeTable shows it, with counts and sizes of now.
TableDescription DescribeNow(const Table& table);

// Sets every ARN in the description, from its names.
void SetArns(TableDescription& description, const Account& account);

// What of an index's definition decides where its rows are and what they hold.
// REQUIRES: every key attribute is defined.
IndexSchema MakeIndexSchema(const GlobalSecondaryIndexDescription& index,
                            const std::vector<AttributeDefinition>& definitions, IndexId id);

}  // namespace basalt
