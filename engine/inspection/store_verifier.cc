#include "engine/inspection/store_verifier.h"

#include <map>
#include <set>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/inspection/stream_verifier.h"
#include "engine/transactions/client_tokens.h"
#include "index/expiry_row.h"
#include "index/index_plan.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {
namespace {

constexpr std::size_t kProblemsMax = 100;
constexpr std::size_t kIdBytes = 4;

std::string Hex(std::string_view bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<std::uint8_t>(byte) >> 4]);
    text.push_back(kDigits[static_cast<std::uint8_t>(byte) & 0x0F]);
  }
  return text;
}

std::string NameOf(const Table& table) { return "table " + table.schema.name; }

std::string NameOf(const Table& table, const IndexSchema& index) {
  return "index " + index.name + " of " + NameOf(table);
}

CounterDelta OneItem(ItemView item) {
  return {.items = 1, .bytes = static_cast<std::int64_t>(item.size_bytes())};
}

void Add(CounterDelta& sum, CounterDelta delta) {
  sum.items += delta.items;
  sum.bytes += delta.bytes;
}

}  // namespace

void StoreVerifier::Collect(const Catalog& catalog) {
  tables_ = catalog.Stored();
  for (const auto& table : tables_) {
    table_ids_.emplace(table->schema.id, NameOf(*table));
    for (const IndexSchema& index : table->schema.indexes) {
      index_ids_.emplace(index.id, NameOf(*table, index));
    }
  }
}

// A table that is being deleted has kept its id, and no rows; nothing else that is there may be
// noted as dropped.
void StoreVerifier::ReadDropped() {
  auto dropped = ReadDroppedRows(snapshot_);
  if (!dropped) return Report(dropped.error().message);
  dropped_ = *std::move(dropped);
  for (const auto& table : tables_) {
    const bool deleting = table->description.table_status == TableStatus::kDeleting;
    if (!deleting && (IsDropped(Family::kItems, table->schema.id) ||
                      IsDropped(Family::kExpiry, table->schema.id))) {
      Report(NameOf(*table) + ": it is there, but its rows are noted as dropped");
    }
    for (const IndexSchema& index : table->schema.indexes) {
      if (!IsDropped(Family::kIndex, index.id)) continue;
      Report(NameOf(*table, index) + ": it is there, but its rows are noted as dropped");
    }
  }
}

void StoreVerifier::VerifyBackfills() {
  std::set<IndexId> backfilling;
  for (const auto& table : tables_) {
    backfilling.insert(table->backfilling_indexes.begin(), table->backfilling_indexes.end());
  }
  Rows rows = snapshot_.Read(Family::kCatalog, AllBackfills());
  for (; rows.Valid(); rows.Next()) {
    const auto id = DecodeId(rows.key().substr(1));
    if (!id || !backfilling.contains(*id)) {
      Report("a backfill of no index that is being built, at " + Hex(rows.key()));
    } else {
      backfills_.emplace(*id, rows.value());
    }
  }
  ReportUnlessRead("backfills", rows);
}

std::vector<std::string> StoreVerifier::Run() && {
  ReadDropped();
  VerifyBackfills();
  for (const auto& table : tables_) {
    VerifyItems(*table);
    for (const IndexSchema& index : table->schema.indexes) VerifyIndexRows(*table, index);
    VerifyExpiryRows(*table);
  }
  VerifyIds(Family::kItems, table_ids_);
  VerifyIds(Family::kIndex, index_ids_);
  VerifyIds(Family::kExpiry, table_ids_);
  VerifyCatalogKeys();
  VerifyTokens();
  VerifyStreams(snapshot_, tables_, dropped_,
                [&](std::string problem) { Report(std::move(problem)); });
  if (problem_count_ > kProblemsMax) {
    problems_.push_back("and " + std::to_string(problem_count_ - kProblemsMax) + " more");
  }
  return std::move(problems_);
}

void StoreVerifier::Report(std::string problem) {
  if (++problem_count_ <= kProblemsMax) problems_.push_back(std::move(problem));
}

bool StoreVerifier::ReportUnlessRead(const std::string& what, const Rows& rows) {
  const Status status = rows.status();
  if (!status) Report(what + ": " + status.error().message);
  return static_cast<bool>(status);
}

void StoreVerifier::VerifyItems(const Table& table) {
  if (IsDropped(Family::kItems, table.schema.id)) return;
  CounterDelta found;
  std::map<IndexId, CounterDelta> implied;
  Rows rows = snapshot_.Read(Family::kItems, RowsOf(table.schema.id));
  for (; rows.Valid(); rows.Next()) {
    const auto of_row = [&] { return NameOf(table) + ", row " + Hex(rows.key()); };
    if (!ItemView::Check(rows.value())) {
      Report(of_row() + ": the item is malformed");
      continue;
    }
    const ItemView item(rows.value());
    Add(found, OneItem(item));
    if (!CheckItemKey(table.schema, item)) {
      Report(of_row() + ": the item has no valid key");
      continue;
    }
    if (ItemRowKey(table.schema, item) != rows.key()) {
      Report(of_row() + ": the item belongs elsewhere");
      continue;
    }
    for (const IndexSchema& index : table.schema.indexes) {
      VerifyStored(table, index, item, rows.key(), implied[index.id]);
    }
    VerifyExpiryStored(table, item, rows.key());
  }
  if (!ReportUnlessRead(NameOf(table), rows)) return;  // What was not read was not counted.
  VerifyCount(NameOf(table), *table.counters, found);
  for (const IndexSchema& index : table.schema.indexes) {
    VerifyCount(NameOf(table, index), *table.index_counters.at(index.id), implied[index.id]);
  }
}

void StoreVerifier::VerifyStored(const Table& table, const IndexSchema& index, ItemView item,
                                 std::string_view item_row_key, CounterDelta& implied) {
  const auto row = IndexRowOf(table.schema, index, item);
  if (!row) return;
  const auto stored = snapshot_.Get(Family::kIndex, row->key());
  const bool missing = stored && !*stored;
  if (missing && IsYetToCome(table, index, item_row_key)) return;
  Add(implied, OneItem(row->projection()));
  const auto of_row = [&] { return NameOf(table, index) + ", row " + Hex(row->key()) + ": "; };
  if (!stored) {
    Report(of_row() + stored.error().message);
  } else if (missing) {
    Report(of_row() + "missing, though an item implies it");
  } else if ((*stored)->bytes() != row->projection().bytes()) {
    Report(of_row() + "differs from what its item implies");
  }
}

// Whether a backfill of the index goes on from that item, or from one before it.
bool StoreVerifier::IsYetToCome(const Table& table, const IndexSchema& index,
                                std::string_view item_row_key) const {
  if (!table.IsBackfilling(index.id)) return false;
  const auto position = backfills_.find(index.id);
  return position == backfills_.end() || item_row_key >= position->second;
}

// While time to live is being enabled, rows are still on their way.
void StoreVerifier::VerifyExpiryStored(const Table& table, ItemView item,
                                       std::string_view row_key) {
  const TimeToLive& time_to_live = table.features.time_to_live;
  if (time_to_live.status != TimeToLiveStatus::kEnabled) return;
  const auto second = ExpirySecond(time_to_live.attribute_name, item);
  if (!second) return;
  const auto stored = snapshot_.Get(Family::kExpiry, ExpiryRowKey(*second, row_key));
  if (stored && *stored) return;
  Report(NameOf(table) + ", row " + Hex(row_key) + ": " +
         (stored ? "it expires, but has no row for that" : stored.error().message));
}

void StoreVerifier::VerifyExpiryRows(const Table& table) {
  if (IsDropped(Family::kExpiry, table.schema.id)) return;
  const TimeToLive& time_to_live = table.features.time_to_live;
  Rows rows = snapshot_.Read(Family::kExpiry, RowsOf(table.schema.id));
  for (; rows.Valid(); rows.Next()) {
    const auto row = ParseExpiryRowKey(rows.key());
    const auto stored = snapshot_.Get(Family::kItems, row ? row->item_row_key : std::string());
    if (!stored) continue;  // As the item's table was told already.
    const bool implied =
        row && KeepsExpiryRows(time_to_live) && *stored && ItemView::Check((*stored)->bytes()) &&
        ExpirySecond(time_to_live.attribute_name, ItemView((*stored)->bytes())) == row->second;
    if (!implied) {
      Report(NameOf(table) + ", expiry row " + Hex(rows.key()) + ": no item implies it");
    }
  }
  ReportUnlessRead(NameOf(table) + ", expiry rows", rows);
}

void StoreVerifier::VerifyIndexRows(const Table& table, const IndexSchema& index) {
  Rows rows = snapshot_.Read(Family::kIndex, RowsOf(index.id));
  for (; rows.Valid(); rows.Next()) {
    if (!ItemView::Check(rows.value())) {
      Report(NameOf(table, index) + ", row " + Hex(rows.key()) + ": the projection is malformed");
    } else if (!ImpliesRow(table, index, rows.key(), ItemView(rows.value()))) {
      Report(NameOf(table, index) + ", row " + Hex(rows.key()) + ": no item implies it");
    }
  }
  ReportUnlessRead(NameOf(table, index), rows);
}

// So does an item that cannot be read: that is told of its table.
bool StoreVerifier::ImpliesRow(const Table& table, const IndexSchema& index,
                               std::string_view row_key, ItemView projection) {
  if (!CheckItemKey(table.schema, projection)) return false;
  const auto stored = snapshot_.Get(Family::kItems, ItemRowKey(table.schema, projection));
  if (!stored) return true;
  if (!*stored || !ItemView::Check((*stored)->bytes())) return false;
  const auto row = IndexRowOf(table.schema, index, ItemView((*stored)->bytes()));
  return row && row->key() == row_key;
}

void StoreVerifier::VerifyCount(const std::string& what, const Counters& counters,
                                CounterDelta found) {
  const CounterDelta counted = counters.Read();
  if (counted == found) return;
  Report(what + ": counted " + std::to_string(counted.items) + " items of " +
         std::to_string(counted.bytes) + " bytes, but there are " + std::to_string(found.items) +
         " of " + std::to_string(found.bytes));
}

void StoreVerifier::VerifyIds(Family family, const Ids& known) {
  RowRange rest;
  std::string before;
  while (true) {
    const Rows rows = snapshot_.Read(family, rest);
    if (!rows.Valid()) {
      ReportUnlessRead("rows of an unknown id" + before, rows);
      return;
    }
    const auto id = DecodeId(rows.key().substr(0, kIdBytes));
    if (!id) return Report("row " + Hex(rows.key()) + ": its key is too short");
    if (!known.contains(*id) && !IsDropped(family, *id))
      Report("rows of the unknown id " + std::to_string(*id));
    if (known.contains(*id)) before = " after " + known.at(*id);
    rest.begin = RowsOf(*id).end;
    if (rest.begin.empty()) return;
  }
}

void StoreVerifier::VerifyCatalogKeys() {
  Rows rows = snapshot_.Read(Family::kCatalog, AllCounters());
  for (; rows.Valid(); rows.Next()) {
    const auto id = DecodeId(rows.key().substr(1));
    if (!id || !table_ids_.contains(*id)) {
      Report("counters of an unknown table, at " + Hex(rows.key()));
    }
  }
  ReportUnlessRead("counters", rows);

  const auto next_id = snapshot_.Get(Family::kCatalog, kNextIdKey);
  const auto next = next_id && *next_id ? DecodeId((*next_id)->bytes()) : std::nullopt;
  for (const DroppedRows& dropped : dropped_) {
    if (next && dropped.id < *next) continue;
    Report("id " + std::to_string(dropped.id) + " was dropped, but is not marked as used");
  }
  for (const Ids* ids : {&table_ids_, &index_ids_}) {
    if (ids->empty() || (next && ids->rbegin()->first < *next)) continue;
    Report("id " + std::to_string(ids->rbegin()->first) + " of " + ids->rbegin()->second +
           " is in use, but not marked as used");
  }
}

void StoreVerifier::VerifyTokens() {
  Rows rows = snapshot_.Read(Family::kTokens, RowRange{});
  for (; rows.Valid(); rows.Next()) {
    const auto other = OtherRowOfToken(rows.key());
    if (!other) {
      Report("token row " + Hex(rows.key()) + ": malformed");
      continue;
    }
    const auto stored = snapshot_.Get(Family::kTokens, *other);
    if (!stored || !*stored) Report("token row " + Hex(rows.key()) + ": its other row is missing");
  }
  ReportUnlessRead("client request tokens", rows);
}

}  // namespace basalt
