// By how much one commit changes the counts and sizes of the tables and indexes that it writes to.
#pragma once

#include <vector>

#include "engine/catalog/counters.h"
#include "engine/catalog/table.h"
#include "engine/items/item_writer.h"
#include "engine/storage/write_set.h"

namespace basalt {

// Filled by Add, staged with the rows, published once they are committed. Borrows the tables.
// Thread-safety: none.
class CountChanges {
 public:
  void Add(const Table& table, const WriteOutcome& outcome);

  // What goes to the store together with the rows.
  void Stage(WriteSet& writes) const;

  // What goes to the counters in memory. REQUIRES: what was staged is committed.
  void Publish() const;

 private:
  struct OfTable {
    const Table* table;
    CounterDelta items;
    std::vector<CounterDelta> indexes;  // In the schema's order.
  };

  OfTable& For(const Table& table);

  std::vector<OfTable> tables_;
};

}  // namespace basalt
