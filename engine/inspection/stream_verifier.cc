#include "engine/inspection/stream_verifier.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/streams/outbox.h"
#include "engine/streams/record_row.h"
#include "engine/streams/sequencer.h"
#include "engine/streams/stream_record.h"

namespace basalt {
namespace {

using Report = std::function<void(std::string)>;

// By id: what records may belong to.
struct Known {
  std::map<StreamId, Stream> streams;
  std::map<StreamId, Outbox> outboxes;
  const std::set<DroppedRows>& dropped;
};

std::string NameOf(const Known& known, const RecordPlace& place) {
  const auto stream = known.streams.find(place.stream);
  const auto outbox = known.outboxes.find(place.stream);
  std::string of;
  if (stream != known.streams.end()) of = " of table " + stream->second.table_name;
  if (outbox != known.outboxes.end()) of = " of table " + outbox->second.table_name;
  return "stream " + std::to_string(place.stream) + of + ", shard " + std::to_string(place.shard) +
         ", record " + SequenceText(place.number) + ": ";
}

std::map<StreamId, Stream> ReadStreams(const Snapshot& snapshot, const Report& report) {
  std::map<StreamId, Stream> streams;
  Rows rows = snapshot.Read(Family::kCatalog, AllStreamRecords());
  for (; rows.Valid(); rows.Next()) {
    const auto id = DecodeId(rows.key().substr(1));
    auto stream = DecodeStreamRecord(rows.value());
    if (!id || !stream || stream->id != *id) {
      report("a stream's record in the catalog is damaged");
    } else {
      streams.emplace(*id, *std::move(stream));
    }
  }
  if (auto status = rows.status(); !status) report("streams: " + status.error().message);
  return streams;
}

std::map<StreamId, Outbox> ReadOutboxes(const Snapshot& snapshot, const Report& report) {
  std::map<StreamId, Outbox> outboxes;
  Rows rows = snapshot.Read(Family::kCatalog, AllOutboxes());
  for (; rows.Valid(); rows.Next()) {
    const auto id = DecodeId(rows.key().substr(1));
    auto outbox = id ? DecodeOutbox(*id, rows.value()) : Error();
    if (!outbox) {
      report("an outbox's record in the catalog is damaged");
    } else {
      outboxes.emplace(*id, *std::move(outbox));
    }
  }
  if (auto status = rows.status(); !status) report("outboxes: " + status.error().message);
  return outboxes;
}

// A table with an enabled stream has exactly that one, and no others have.
void VerifyTables(const std::map<StreamId, Stream>& streams,
                  std::span<const std::shared_ptr<const Table>> tables, const Report& report) {
  std::map<TableId, std::string> labels;
  for (const auto& [id, stream] : streams) {
    if (stream.enabled && !labels.emplace(stream.table_id, stream.label).second) {
      report("table " + stream.table_name + ": has two enabled streams");
    }
  }
  for (const auto& table : tables) {
    const auto& specification = table->description.stream_specification;
    // Of a table that is being deleted, only the description of its stream is left.
    const bool enabled = specification && specification->stream_enabled &&
                         table->description.table_status != TableStatus::kDeleting;
    const auto label = labels.find(table->schema.id);
    const bool found = label != labels.end();
    const bool right =
        enabled == found && (!found || table->description.latest_stream_label == label->second);
    if (!right) report("table " + table->schema.name + ": its stream is not the one it names");
    if (found) labels.erase(label);
  }
  for (const auto& [id, label] : labels) {
    report("stream " + label + " is enabled, but its table is gone");
  }
}

bool IsWellFormed(const std::optional<ItemView>& image) {
  return !image || ItemView::Check(image->bytes());
}

// What is wrong with where a record is; empty if nothing is.
std::string FaultOf(const Known& known, const RecordPlace& place) {
  if (const auto outbox = known.outboxes.find(place.stream); outbox != known.outboxes.end()) {
    const auto& end = outbox->second.end;
    const bool within = place.shard == 0 && (!end || place.number < *end);
    return within ? "" : "lies outside its outbox";
  }
  const auto stream = known.streams.find(place.stream);
  if (stream == known.streams.end()) return "its stream is unknown";
  const auto& shards = stream->second.shards;
  const auto shard = std::ranges::find(shards, place.shard, &Shard::number);
  if (shard == shards.end()) return "its shard is unknown";
  if (place.number < shard->trimmed_to || (shard->end && place.number >= *shard->end)) {
    return "lies outside its shard";
  }
  return "";
}

// What is wrong with one record; empty if nothing is.
std::string FaultOf(const Known& known, const RecordPlace& place, std::string_view value,
                    SequenceNumber bound) {
  if (std::string fault = FaultOf(known, place); !fault.empty()) return fault;
  if (place.number >= bound) return "its number is not marked as used";
  const auto record = DecodeRecord(value);
  const bool well_formed = record && ItemView::Check(record->keys.bytes()) &&
                           IsWellFormed(record->old_image) && IsWellFormed(record->new_image);
  return well_formed ? "" : "malformed";
}

void VerifyRecords(const Snapshot& snapshot, const Known& known, SequenceNumber bound,
                   const Report& report) {
  Rows rows = snapshot.Read(Family::kStreams, RowRange{});
  for (; rows.Valid(); rows.Next()) {
    const auto place = ParseRecordKey(rows.key());
    if (!place) {
      report("a change record's key is malformed");
      continue;
    }
    if (known.dropped.contains({Family::kStreams, place->stream})) continue;
    const std::string fault = FaultOf(known, *place, rows.value(), bound);
    if (!fault.empty()) report(NameOf(known, *place) + fault);
  }
  if (auto status = rows.status(); !status) report("records of streams: " + status.error().message);
}

}  // namespace

void VerifyStreams(const Snapshot& snapshot, std::span<const std::shared_ptr<const Table>> tables,
                   const std::set<DroppedRows>& dropped, const Report& report) {
  const Known known{.streams = ReadStreams(snapshot, report),
                    .outboxes = ReadOutboxes(snapshot, report),
                    .dropped = dropped};
  for (const DroppedRows& rows : dropped) {
    if (rows.family != Family::kStreams || !known.streams.contains(rows.id)) continue;
    report("stream " + std::to_string(rows.id) + " is there, but its records are noted as dropped");
  }
  VerifyTables(known.streams, tables, report);
  const auto bound = ReadSequenceBound(snapshot);
  if (!bound) return report("records of streams: " + bound.error().message);
  VerifyRecords(snapshot, known, *bound, report);
}

}  // namespace basalt
