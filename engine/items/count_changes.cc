#include "engine/items/count_changes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/storage/counter_deltas.h"

namespace basalt {
namespace {

std::int64_t Bytes(ItemView item) { return static_cast<std::int64_t>(item.size_bytes()); }

void Grow(CounterDelta& delta, const std::optional<ItemView>& before,
          const std::optional<ItemView>& after) {
  if (before) {
    delta.items -= 1;
    delta.bytes -= Bytes(*before);
  }
  if (after) {
    delta.items += 1;
    delta.bytes += Bytes(*after);
  }
}

void Grow(CounterDelta& delta, const IndexChange& change) {
  if (change.removed) Grow(delta, change.removed->projection(), std::nullopt);
  if (change.added) Grow(delta, std::nullopt, change.added->projection());
  if (change.replaced_bytes > 0) {
    delta.items -= 1;
    delta.bytes -= static_cast<std::int64_t>(change.replaced_bytes);
  }
}

}  // namespace

void CountChanges::Add(const Table& table, const WriteOutcome& outcome) {
  OfTable& changes = For(table);
  Grow(changes.items, outcome.before(), outcome.after());
  for (std::size_t i = 0; i < outcome.index_changes().size(); ++i) {
    Grow(changes.indexes[i], outcome.index_changes()[i]);
  }
}

void CountChanges::Stage(WriteSet& writes) const {
  for (const OfTable& changes : tables_) {
    const TableSchema& schema = changes.table->schema;
    std::string deltas;
    AppendCounterDelta(deltas, schema.id, changes.items);
    for (std::size_t i = 0; i < changes.indexes.size(); ++i) {
      AppendCounterDelta(deltas, schema.indexes[i].id, changes.indexes[i]);
    }
    if (!deltas.empty()) writes.AddCounters(CountersKey(schema.id), deltas);
  }
}

void CountChanges::Publish() const {
  for (const OfTable& changes : tables_) {
    const Table& table = *changes.table;
    table.counters->Add(changes.items);
    for (std::size_t i = 0; i < changes.indexes.size(); ++i) {
      if (changes.indexes[i].empty()) continue;
      table.index_counters.at(table.schema.indexes[i].id)->Add(changes.indexes[i]);
    }
  }
}

CountChanges::OfTable& CountChanges::For(const Table& table) {
  for (OfTable& changes : tables_) {
    if (changes.table == &table) return changes;
  }
  return tables_.emplace_back(
      OfTable{&table, {}, std::vector<CounterDelta>(table.schema.indexes.size())});
}

}  // namespace basalt
