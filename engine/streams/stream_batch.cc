#include "engine/streams/stream_batch.h"

#include <utility>

#include "basalt/value_builder.h"
#include "engine/streams/outbox.h"

namespace basalt {
namespace {

// What a record takes beside the images: its key, and the item's.
constexpr std::size_t kRecordOverheadBytes = 256;

constexpr std::size_t kHashOffset = 4;  // Of an item's row key: see row_key.h.

std::uint16_t HashOf(std::string_view row_key) {
  const auto high = static_cast<std::uint8_t>(row_key[kHashOffset]);
  const auto low = static_cast<std::uint8_t>(row_key[kHashOffset + 1]);
  return static_cast<std::uint16_t>(high << 8 | low);
}

Result<EncodedItem> KeysOf(const TableSchema& table, ItemView item) {
  ValueBuilder keys;
  keys.BeginMap();
  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      const auto value = item.Find(attribute.name);
      if (!value) continue;
      keys.Name(attribute.name);
      keys.Value(*value);
    }
  }
  keys.EndMap();
  return std::move(keys).FinishItem();
}

OperationType OperationOf(const ItemWrite& write) {
  if (!write.before) return OperationType::kInsert;
  return write.after ? OperationType::kModify : OperationType::kRemove;
}

bool ShowsOld(StreamViewType view) {
  return view == StreamViewType::kOldImage || view == StreamViewType::kNewAndOldImages;
}

bool ShowsNew(StreamViewType view) {
  return view == StreamViewType::kNewImage || view == StreamViewType::kNewAndOldImages;
}

}  // namespace

StreamBatch::~StreamBatch() {
  if (in_flight_) streams_.Abandon(entry_);
}

std::size_t StreamBatch::bytes_expected() const {
  std::size_t bytes = 0;
  for (const ItemWrite& write : writes_) {
    std::size_t record = kRecordOverheadBytes;
    if (write.before) record += write.before->bytes().size();
    if (write.after) record += write.after->bytes().size();
    const std::size_t outboxes =
        HasOutboxes(write.table) ? write.table.features.kinesis_destinations.size() : 0;
    bytes += (1 + outboxes) * record;
  }
  return bytes;
}

Status StreamBatch::Stage(WriteSet& writes) {
  if (writes_.empty()) return Done{};
  std::vector<EncodedItem> keys;
  std::vector<Streams::Target> targets;
  for (const ItemWrite& write : writes_) {
    auto of_item = KeysOf(write.table.schema, write.after ? *write.after : *write.before);
    if (!of_item) return of_item.error();
    keys.push_back(*std::move(of_item));
    targets.push_back({.table = write.table.schema.id, .hash = HashOf(write.row_key)});
  }
  auto entry = streams_.Enter(targets);
  if (!entry) return entry.error();
  entry_ = *std::move(entry);
  in_flight_ = true;

  for (std::size_t i = 0; i < writes_.size(); ++i) {
    const Streams::Place& place = entry_.places[i];
    const ItemWrite& write = writes_[i];
    RecordRow record{.operation = OperationOf(write),
                     .origin = write.origin,
                     .time = entry_.time,
                     .keys = keys[i].view(),
                     .old_image = write.before,
                     .new_image = write.after};
    StageInOutboxes(writes, write, place.record.number, record);
    if (!place.stream) continue;
    if (!ShowsOld(place.stream->view_type)) record.old_image.reset();
    if (!ShowsNew(place.stream->view_type)) record.new_image.reset();
    writes.Put(Family::kStreams, RecordKey(place.record), EncodeRecord(record));
  }
  return Done{};
}

void StreamBatch::StageInOutboxes(WriteSet& writes, const ItemWrite& write, SequenceNumber number,
                                  const RecordRow& record) const {
  if (!HasOutboxes(write.table)) return;
  for (const KinesisDestination& destination : write.table.features.kinesis_destinations) {
    if (destination.destination_status != DestinationStatus::kActive) continue;
    writes.Put(Family::kStreams, OutboxRecordKey(destination.outbox, number), EncodeRecord(record));
  }
}

void StreamBatch::Committed(LogSequence commit) {
  if (std::exchange(in_flight_, false)) streams_.Leave(entry_, commit);
}

}  // namespace basalt
