#include "engine/items/item_writer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/items/count_changes.h"
#include "engine/items/memory_charge.h"
#include "engine/items/row_reader.h"
#include "engine/items/write_request.h"
#include "engine/storage/sync_scope.h"
#include "index/expiry_row.h"
#include "model/limits.h"
#include "model/schema/key_check.h"

namespace basalt {
namespace {

// What a row of the write set costs RocksDB besides its bytes, and what two counters take.
constexpr std::size_t kRowOverheadBytes = 64;

// Of the rows that are staged for a write.
std::size_t BytesExpected(const PlannedWrite& write, const WriteOutcome& outcome) {
  if (std::holds_alternative<NoChange>(write.change)) return 0;
  std::size_t bytes = write.row_key.size() + kRowOverheadBytes;
  if (outcome.after()) bytes += outcome.after()->bytes().size();
  for (const IndexChange& change : outcome.index_changes()) {
    if (change.removed) bytes += change.removed->key().size() + kRowOverheadBytes;
    if (!change.added) continue;
    bytes +=
        change.added->key().size() + change.added->projection().bytes().size() + kRowOverheadBytes;
  }
  return bytes;
}

// An updated item is there beside its row. (A put one is in the request.)
std::size_t BytesUpdated(const PlannedWrite& write, const WriteOutcome& outcome) {
  const bool is_updated = std::holds_alternative<UpdateChange>(write.change) && outcome.after();
  return is_updated ? outcome.after()->bytes().size() : 0;
}

ItemWrite StreamWrite(const PlannedWrite& write, const WriteOutcome& outcome) {
  const bool expires = std::holds_alternative<ExpireChange>(write.change);
  return {.table = *write.table,
          .row_key = write.row_key,
          .before = outcome.before(),
          .after = outcome.after(),
          .origin = expires ? WriteOrigin::kTimeToLive : WriteOrigin::kClient};
}

Error ConditionFailed() {
  return {.code = ErrorCode::kConditionalCheckFailed, .message = "The conditional request failed"};
}

bool IsKeyAttribute(const IndexSchema& index, std::string_view name) {
  const auto named = [&](const KeyAttribute& attribute) { return attribute.name == name; };
  return std::ranges::any_of(index.key.partition, named) ||
         std::ranges::any_of(index.key.sort, named);
}

// AWS looks at the indexes' key attributes only where the update writes one of them.
Status CheckUpdatedIndexKeys(const TableSchema& table, const Update& update, ItemView updated) {
  if (table.indexes.empty()) return Done{};
  for (const std::string& name : AttributesWritten(update)) {
    const auto has_key = [&](const IndexSchema& index) { return IsKeyAttribute(index, name); };
    if (!std::ranges::any_of(table.indexes, has_key)) continue;
    return CheckIndexKeys(table, updated, WriteKind::kUpdate);
  }
  return Done{};
}

void StageExtra(WriteSet& writes, const std::vector<ExtraRow>& rows) {
  for (const ExtraRow& row : rows) {
    if (row.value) {
      writes.Put(row.family, row.key, *row.value);
    } else {
      writes.Erase(row.family, row.key);
    }
  }
}

}  // namespace

std::optional<ItemView> WriteOutcome::before() const {
  if (!before_row_) return std::nullopt;
  return ItemView(before_row_->bytes());
}

std::optional<ItemView> WriteOutcome::after() const {
  if (unchanged_) return before();
  if (updated_) return updated_->view();
  return put_;
}

Result<WriteOutcome> ItemWriter::Write(const WriteAccess& /*access*/, const PlannedWrite& write) {
  auto held = locks_.Acquire(write.row_key);

  auto before = store_.Latest().Get(Family::kItems, write.row_key);
  if (!before) return std::move(before).error();

  WriteOutcome outcome = Decide(write, *std::move(before));
  if (outcome.refusal()) {
    SyncScope::Saw(store_, held.last_write());
    return outcome;
  }
  if (auto done = LeaveOutMissingRows(write, outcome); !done) return std::move(done).error();

  StreamBatch records(streams_);
  records.Add(StreamWrite(write, outcome));
  const std::size_t bytes = BytesExpected(write, outcome) + records.bytes_expected();
  const MemoryCharge charge(bytes);
  WriteSet writes(store_, bytes);
  Stage(writes, write, outcome);
  CountChanges counts;
  counts.Add(*write.table, outcome);
  counts.Stage(writes);
  if (auto done = records.Stage(writes); !done) return std::move(done).error();
  if (auto done = Commit(std::move(writes), held, counts, records); !done) {
    return std::move(done).error();
  }
  return outcome;
}

Result<std::vector<WriteOutcome>> ItemWriter::WriteAll(const WriteAccess& /*access*/,
                                                       std::span<const PlannedWrite> writes,
                                                       const ExtraRows& extra_rows) {
  std::vector<std::string> row_keys;
  row_keys.reserve(writes.size());
  for (const PlannedWrite& write : writes) row_keys.push_back(write.row_key);
  auto held = locks_.Acquire(row_keys);

  const Snapshot latest = store_.Latest();
  RowReader stored(latest, row_keys);
  std::vector<WriteOutcome> outcomes;
  outcomes.reserve(writes.size());
  bool refused = false;
  std::size_t bytes_expected = 0;
  MemoryCharge charge;
  for (const PlannedWrite& write : writes) {
    auto before = stored.Next();
    if (!before) return std::move(before).error();
    const WriteOutcome& outcome = outcomes.emplace_back(Decide(write, *std::move(before)));
    if (auto done = LeaveOutMissingRows(write, outcomes.back()); !done) {
      return std::move(done).error();
    }
    refused |= outcome.refusal().has_value();
    const std::size_t bytes = BytesExpected(write, outcome);
    bytes_expected += bytes;
    charge.Add(bytes + BytesUpdated(write, outcome));
  }
  if (refused) {
    SyncScope::Saw(store_, held.last_write());
    return outcomes;
  }

  StreamBatch records(streams_);
  for (std::size_t i = 0; i < writes.size(); ++i) records.Add(StreamWrite(writes[i], outcomes[i]));
  bytes_expected += records.bytes_expected();
  charge.Add(records.bytes_expected());
  WriteSet staged(store_, bytes_expected);
  CountChanges counts;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    Stage(staged, writes[i], outcomes[i]);
    counts.Add(*writes[i].table, outcomes[i]);
  }
  counts.Stage(staged);
  if (extra_rows) {
    const auto rows = extra_rows(outcomes);
    if (!rows) return rows.error();
    StageExtra(staged, *rows);
  }
  if (auto done = records.Stage(staged); !done) return std::move(done).error();
  if (auto done = Commit(std::move(staged), held, counts, records); !done) {
    return std::move(done).error();
  }
  return outcomes;
}

Status ItemWriter::Commit(WriteSet writes, KeyLocks::Held& held, const CountChanges& counts,
                          StreamBatch& records) {
  if (writes.empty()) {
    SyncScope::Saw(store_, held.last_write());
    return Done{};
  }
  KeyLocks::WriteMark mark(store_, held);
  const auto committed = std::move(writes).Commit();
  if (!committed) return committed.error();
  mark.Done(*committed);
  records.Committed(*committed);
  counts.Publish();
  return Done{};
}

struct ItemWriter::Apply {
  const PlannedWrite& write;
  WriteOutcome& outcome;

  std::optional<Error> operator()(const PutChange& put) const {
    outcome.put_ = put.item;
    return std::nullopt;
  }

  std::optional<Error> operator()(const UpdateChange& change) const {
    const ItemView start = outcome.before().value_or(change.key);
    if (!change.update) {
      outcome.updated_ = std::make_unique<const EncodedItem>(start);
      return std::nullopt;
    }
    auto updated = ApplyUpdate(*change.update, start);
    if (!updated) return std::move(updated).error();
    if (updated->view().size_bytes() > kItemBytesMax) {
      return UpdateTooLarge();
    }
    outcome.updated_ = std::make_unique<const EncodedItem>(*std::move(updated));
    auto fits =
        CheckUpdatedIndexKeys(write.table->schema, *change.update, outcome.updated_->view());
    if (!fits) return std::move(fits).error();
    return std::nullopt;
  }

  std::optional<Error> operator()(const DeleteChange& /*change*/) const { return std::nullopt; }

  std::optional<Error> operator()(const NoChange& /*change*/) const {
    outcome.unchanged_ = true;
    return std::nullopt;
  }

  std::optional<Error> operator()(const ExpireChange& change) const {
    const std::string& attribute = write.table->features.time_to_live.attribute_name;
    const std::optional<ItemView> before = outcome.before();
    const bool due = before && ExpirySecond(attribute, *before) == change.second;
    outcome.unchanged_ = !due;
    return std::nullopt;
  }
};

// Everything there is to know about a write before anything is written.
WriteOutcome ItemWriter::Decide(const PlannedWrite& write, std::optional<PinnedValue> before) {
  WriteOutcome outcome;
  outcome.before_row_ = std::move(before);
  if (write.condition && !Holds(*write.condition, outcome.before().value_or(ItemView()))) {
    outcome.refusal_ = ConditionFailed();
    return outcome;
  }
  outcome.refusal_ = std::visit(Apply{write, outcome}, write.change);
  if (outcome.refusal_ || std::holds_alternative<NoChange>(write.change)) return outcome;

  const TableSchema& schema = write.table->schema;
  outcome.index_changes_.reserve(schema.indexes.size());
  for (const IndexSchema& index : schema.indexes) {
    outcome.index_changes_.push_back(
        PlanIndexChange(schema, index, outcome.before(), outcome.after()));
  }
  return outcome;
}

// Where an index is backfilling, and has not come to the item before, that item has no row to go
// or to be replaced. Rows of an item are kept under its lock, so what is found here stays true.
Status ItemWriter::LeaveOutMissingRows(const PlannedWrite& write, WriteOutcome& outcome) const {
  const Table& table = *write.table;
  if (table.backfilling_indexes.empty()) return Done{};
  for (std::size_t i = 0; i < outcome.index_changes_.size(); ++i) {
    IndexChange& change = outcome.index_changes_[i];
    const bool replaces = change.replaced_bytes > 0;
    if (!change.removed && !replaces) continue;
    if (!table.IsBackfilling(table.schema.indexes[i].id)) continue;
    const auto stored =
        store_.Latest().Get(Family::kIndex, replaces ? change.added->key() : change.removed->key());
    if (!stored) return stored.error();
    if (*stored) continue;
    change.removed.reset();
    change.replaced_bytes = 0;
  }
  return Done{};
}

// The rows of one decided write.
void ItemWriter::Stage(WriteSet& writes, const PlannedWrite& write, const WriteOutcome& outcome) {
  const std::optional<ItemView> before = outcome.before();
  const std::optional<ItemView> after = outcome.after();
  if (before == after) return;  // Nothing changes, so no index row does.

  if (after) {
    writes.Put(Family::kItems, write.row_key, after->bytes());
  } else {
    writes.Erase(Family::kItems, write.row_key);
  }
  for (const IndexChange& change : outcome.index_changes()) {
    if (change.removed) writes.Erase(Family::kIndex, change.removed->key());
    if (!change.added) continue;
    writes.Put(Family::kIndex, change.added->key(), change.added->projection().bytes());
  }
  StageExpiry(writes, write, outcome);
}

// The row by which the item is found when it expires: it moves with the time-to-live attribute.
void ItemWriter::StageExpiry(WriteSet& writes, const PlannedWrite& write,
                             const WriteOutcome& outcome) {
  const TimeToLive& time_to_live = write.table->features.time_to_live;
  if (!KeepsExpiryRows(time_to_live)) return;
  const auto second_of = [&](const std::optional<ItemView>& item) {
    return item ? ExpirySecond(time_to_live.attribute_name, *item) : std::nullopt;
  };
  const std::optional<std::uint64_t> before = second_of(outcome.before());
  const std::optional<std::uint64_t> after = second_of(outcome.after());
  if (before == after) return;
  if (before) writes.Erase(Family::kExpiry, ExpiryRowKey(*before, write.row_key));
  if (after) writes.Put(Family::kExpiry, ExpiryRowKey(*after, write.row_key), {});
}

}  // namespace basalt
