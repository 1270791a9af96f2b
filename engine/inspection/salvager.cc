#include "engine/inspection/salvager.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/table_record.h"
#include "engine/storage/readable_rows.h"
#include "engine/streams/record_row.h"
#include "engine/streams/sequencer.h"
#include "engine/streams/stream_record.h"
#include "engine/transactions/client_tokens.h"
#include "index/expiry_row.h"
#include "index/index_plan.h"
#include "model/key/row_key.h"
#include "model/schema/key_check.h"

namespace basalt {
namespace {

constexpr std::size_t kCommitBytes = 1024 * 1024;

// How far numbers of change records go on from the last that is known: those behind it may have
// been given to readers.
constexpr SequenceNumber kNumbersPassedOver = 10'000'000;

void AddItem(CounterDelta& sum, ItemView item) {
  sum.items += 1;
  sum.bytes += static_cast<std::int64_t>(item.size_bytes());
}

bool IsWhole(const RecordRow& record) {
  const auto whole = [](const std::optional<ItemView>& image) {
    return !image || ItemView::Check(image->bytes());
  };
  return ItemView::Check(record.keys.bytes()) && whole(record.old_image) && whole(record.new_image);
}

bool IsInShard(const Stream& stream, const RecordPlace& place) {
  const auto shard = std::ranges::find(stream.shards, place.shard, &Shard::number);
  return shard != stream.shards.end() && place.number >= shard->trimmed_to &&
         (!shard->end || place.number < *shard->end);
}

}  // namespace

Status Salvager::Run() {
  ReadTables();
  ReadStreams();
  ReadOutboxes();
  MatchStreams();
  if (auto written = WriteTables(); !written) return written;
  for (const auto& [name, table] : tables_) {
    if (auto copied = CopyItems(table); !copied) return copied;
  }
  if (auto copied = CopyChangeRecords(); !copied) return copied;
  if (auto copied = CopyTokens(); !copied) return copied;
  StageNextId();
  return Commit();
}

void Salvager::LoseUnread(const std::string& what, std::size_t gaps) {
  if (gaps == 0) return;
  Lose(what + " could not be read in " + std::to_string(gaps) + " place" + (gaps > 1 ? "s" : ""));
}

void Salvager::CommitIfLong() {
  if (writes_->size_bytes() >= kCommitBytes && written_) written_ = Commit();
}

Status Salvager::Commit() {
  if (!written_) return written_;
  const auto writes = std::exchange(writes_, std::make_unique<WriteSet>(to_));
  if (auto done = std::move(*writes).Commit(); !done) return done.error();
  return Done{};
}

void Salvager::ReadTables() {
  const auto gaps = VisitReadableRows(
      from_, Family::kCatalog, AllTableRecords(),
      [this](std::string_view key, std::string_view row) {
        auto table = DecodeTableRecord(row);
        if (!table || TableRecordKey(table->schema.name) != key) {
          return Lose("table " + std::string(key.substr(1)) + ": its description is damaged");
        }
        std::string name = table->schema.name;
        tables_.emplace(std::move(name), *std::move(table));
      });
  LoseUnread("the list of tables", gaps);
}

void Salvager::ReadStreams() {
  const auto gaps = VisitReadableRows(from_, Family::kCatalog, AllStreamRecords(),
                                      [this](std::string_view key, std::string_view row) {
                                        auto stream = DecodeStreamRecord(row);
                                        if (!stream || StreamRecordKey(stream->id) != key) {
                                          return Lose("a stream's description is damaged");
                                        }
                                        const StreamId id = stream->id;
                                        streams_.emplace(id, *std::move(stream));
                                      });
  LoseUnread("the list of streams", gaps);
}

// Changes that are yet to be delivered; an outbox may outlive its table.
void Salvager::ReadOutboxes() {
  const auto gaps = VisitReadableRows(
      from_, Family::kCatalog, AllOutboxes(), [this](std::string_view key, std::string_view row) {
        const auto id = DecodeId(key.substr(1));
        auto outbox = id ? DecodeOutbox(*id, row) : Error();
        if (!outbox) return Lose("the description of changes on their way to Kinesis is damaged");
        writes_->Put(Family::kCatalog, key, row);
        outboxes_.emplace(*id, *std::move(outbox));
      });
  LoseUnread("the list of changes on their way to Kinesis", gaps);
}

// A table's stream and the stream's table go together, or both are left out.
void Salvager::MatchStreams() {
  std::set<StreamId> matched;
  for (auto& [name, table] : tables_) {
    auto& specification = table.description.stream_specification;
    if (!specification || !specification->stream_enabled) continue;
    if (table.description.table_status == TableStatus::kDeleting)
      continue;  // It has none any more.
    const auto own = std::ranges::find_if(streams_, [&](const auto& entry) {
      const Stream& stream = entry.second;
      return stream.enabled && stream.table_id == table.schema.id &&
             stream.label == table.description.latest_stream_label;
    });
    if (own != streams_.end()) {
      matched.insert(own->first);
    } else {
      Lose("table " + name + ": its stream is gone, and is disabled");
      specification.reset();
    }
  }
  std::erase_if(streams_, [&](const auto& entry) {
    const Stream& stream = entry.second;
    if (!stream.enabled || matched.contains(entry.first)) return false;
    Lose("stream " + stream.label + " of table " + stream.table_name + ": its table is gone");
    return true;
  });
}

Status Salvager::WriteTables() {
  for (const auto& [name, table] : tables_) {
    const auto record = EncodeTableRecord(table);
    if (!record) return record.error();
    writes_->Put(Family::kCatalog, TableRecordKey(name), record->view().bytes());
  }
  for (const auto& [id, stream] : streams_) {
    if (auto staged = StageStream(stream, *writes_); !staged) return staged;
  }
  return Commit();
}

Status Salvager::CopyItems(const Table& table) {
  // Its rows, if there are any, are garbage: it is being deleted.
  if (table.description.table_status == TableStatus::kDeleting) return Done{};
  CounterDeltas counts;
  std::size_t malformed = 0;
  const auto gaps = VisitReadableRows(from_, Family::kItems, RowsOf(table.schema.id),
                                      [&](std::string_view key, std::string_view bytes) {
                                        if (!CopyItem(table, key, bytes, counts)) ++malformed;
                                        CommitIfLong();
                                      });
  const std::string name = "table " + table.schema.name;
  LoseUnread(name, gaps);
  if (malformed > 0) Lose(name + ": " + std::to_string(malformed) + " items are damaged");
  CompareCount(table, counts[table.schema.id].items);
  std::string deltas;
  for (const auto& [id, count] : counts) AppendCounterDelta(deltas, id, count);
  writes_->AddCounters(CountersKey(table.schema.id), deltas);
  return Commit();
}

bool Salvager::CopyItem(const Table& table, std::string_view row_key, std::string_view bytes,
                        CounterDeltas& counts) {
  if (!ItemView::Check(bytes)) return false;
  const ItemView item(bytes);
  if (!CheckItemKey(table.schema, item) || ItemRowKey(table.schema, item) != row_key) return false;

  writes_->Put(Family::kItems, row_key, bytes);
  AddItem(counts[table.schema.id], item);
  for (const IndexSchema& index : table.schema.indexes) {
    if (table.IsBackfilling(index.id)) continue;  // Its backfill starts again, with no rows.
    const auto row = IndexRowOf(table.schema, index, item);
    if (!row) continue;
    writes_->Put(Family::kIndex, row->key(), row->projection().bytes());
    AddItem(counts[index.id], row->projection());
  }
  const TimeToLive& time_to_live = table.features.time_to_live;
  if (KeepsExpiryRows(time_to_live)) {
    const auto second = ExpirySecond(time_to_live.attribute_name, item);
    if (second) writes_->Put(Family::kExpiry, ExpiryRowKey(*second, row_key), {});
  }
  return true;
}

void Salvager::CompareCount(const Table& table, std::int64_t copied) {
  const std::string name = "table " + table.schema.name;
  const auto stored = from_.Get(Family::kCatalog, CountersKey(table.schema.id));
  CounterDeltas counters;
  if (!stored || (*stored && !AddCounterDeltas((*stored)->bytes(), counters))) {
    return Lose(name + ": its item count is damaged, so it is unknown how many of them are lost");
  }
  if (!*stored && copied > 0) {
    return Lose(name + ": its item count is lost, so it is unknown whether items are");
  }
  const std::int64_t counted = counters[table.schema.id].items;
  if (counted == copied) return;
  Lose(name + ": it had " + std::to_string(counted) + " items, of which " + std::to_string(copied) +
       " were copied");
}

bool Salvager::IsKnown(const RecordPlace& place) const {
  if (const auto outbox = outboxes_.find(place.stream); outbox != outboxes_.end()) {
    const auto& end = outbox->second.end;
    return place.shard == 0 && (!end || place.number < *end);
  }
  const auto stream = streams_.find(place.stream);
  return stream != streams_.end() && IsInShard(stream->second, place);
}

Status Salvager::CopyChangeRecords() {
  const auto stored_bound = ReadSequenceBound(from_);
  SequenceNumber bound = stored_bound ? *stored_bound : 1;
  std::size_t malformed = 0;
  const auto gaps = VisitReadableRows(from_, Family::kStreams, {},
                                      [&](std::string_view key, std::string_view row) {
                                        const auto place = ParseRecordKey(key);
                                        const auto record = DecodeRecord(row);
                                        if (!place || !record || !IsWhole(*record)) {
                                          ++malformed;
                                          return;
                                        }
                                        if (!IsKnown(*place)) return;
                                        bound = std::max(bound, place->number + 1);
                                        writes_->Put(Family::kStreams, key, row);
                                        CommitIfLong();
                                      });
  LoseUnread("the streams' change records", gaps);
  if (malformed > 0) Lose(std::to_string(malformed) + " change records of streams are damaged");
  if (!stored_bound || gaps > 0) bound += kNumbersPassedOver;
  writes_->Put(Family::kCatalog, kSequenceBoundKey, EncodeSequenceBound(bound));
  return Commit();
}

Status Salvager::CopyTokens() {
  const auto gaps = VisitReadableRows(from_, Family::kTokens, {},
                                      [this](std::string_view key, std::string_view row) {
                                        const auto other = OtherRowOfToken(key);
                                        if (!other) return;
                                        const auto stored = from_.Get(Family::kTokens, *other);
                                        if (stored && *stored)
                                          writes_->Put(Family::kTokens, key, row);
                                        CommitIfLong();
                                      });
  LoseUnread("the client request tokens of the last ten minutes", gaps);
  return Commit();
}

void Salvager::StageNextId() {
  const auto stored = from_.Get(Family::kCatalog, kNextIdKey);
  const auto stored_id = stored && *stored ? DecodeId((*stored)->bytes()) : std::nullopt;
  std::uint32_t next = stored_id.value_or(1);
  for (const auto& [name, table] : tables_) {
    next = std::max(next, table.schema.id + 1);
    for (const IndexSchema& index : table.schema.indexes) next = std::max(next, index.id + 1);
  }
  for (const auto& [id, stream] : streams_) next = std::max(next, id + 1);
  for (const auto& [id, outbox] : outboxes_) next = std::max(next, id + 1);
  writes_->Put(Family::kCatalog, kNextIdKey, EncodeId(next));
}

}  // namespace basalt
