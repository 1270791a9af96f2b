#include "engine/streams/outbox.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "basalt/value_builder.h"
#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/record_fields.h"
#include "engine/streams/keyed_hash.h"
#include "model/schema/table_name.h"

namespace basalt {
namespace {

using Precision = ApproximateCreationDateTimePrecision;

Result<EncodedItem> EncodeOutbox(const Outbox& outbox) {
  Item item;
  SetText(item, "StreamName", outbox.stream_name);
  SetText(item, "TableName", outbox.table_name);
  SetText(item, "TableId", outbox.table_uuid);
  SetEnum(item, "Precision", outbox.precision);
  if (outbox.end) SetInt(item, "End", static_cast<std::int64_t>(*outbox.end));
  return Encode(item);
}

Status Stage(const Outbox& outbox, WriteSet& writes) {
  const auto record = EncodeOutbox(outbox);
  if (!record) return record.error();
  writes.Put(Family::kCatalog, OutboxKey(outbox.id), record->view().bytes());
  return Done{};
}

// The outboxes that a table's changes go to.
std::vector<Outbox> OutboxesOf(const Table* table) {
  std::vector<Outbox> outboxes;
  if (table == nullptr) return outboxes;
  for (const KinesisDestination& destination : table->features.kinesis_destinations) {
    if (destination.destination_status != DestinationStatus::kActive) continue;
    outboxes.push_back(
        {.id = destination.outbox,
         .stream_name = std::string(KinesisStreamNameOf(destination.stream_arn).value_or("")),
         .table_name = table->schema.name,
         .table_uuid = table->description.table_id,
         .precision = destination.approximate_creation_date_time_precision,
         .end = std::nullopt});
  }
  return outboxes;
}

// The same for the same change, and no other's.
std::string EventId(const Outbox& outbox, SequenceNumber number) {
  const std::string change = outbox.table_uuid + SequenceText(number);
  const std::uint64_t high = KeyedHash({outbox.id, 0}, change);
  const std::uint64_t low = KeyedHash({outbox.id, 1}, change);
  char id[40];
  std::snprintf(id, sizeof(id), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF),
                static_cast<unsigned>(0x4000 | (high & 0x0FFF)),
                static_cast<unsigned>(0x8000 | (low >> 48 & 0x3FFF)),
                static_cast<unsigned long long>(low & 0xFFFFFFFFFFFF));
  return id;
}

std::optional<EncodedItem> Copy(const std::optional<ItemView>& image) {
  return image ? std::optional<EncodedItem>(*image) : std::nullopt;
}

}  // namespace

Result<Outbox> DecodeOutbox(StreamId id, std::string_view record) {
  if (!ItemView::Check(record)) {
    return Error{ErrorCode::kInternal, "an outbox's record in the catalog is damaged"};
  }
  const Item item = ToItem(ItemView(record));
  Outbox outbox{
      .id = id,
      .stream_name = GetText(item, "StreamName").value_or(""),
      .table_name = GetText(item, "TableName").value_or(""),
      .table_uuid = GetText(item, "TableId").value_or(""),
      .precision = GetEnum<Precision>(item, "Precision").value_or(Precision::kMillisecond),
      .end = std::nullopt};
  if (const auto end = GetInt(item, "End")) outbox.end = static_cast<SequenceNumber>(*end);
  return outbox;
}

bool ChangesOutboxes(const Table* before, const Table* after) {
  const auto same = [](const Outbox& left, const Outbox& right) {
    return left.id == right.id && left.precision == right.precision;
  };
  return !std::ranges::equal(OutboxesOf(before), OutboxesOf(after), same);
}

Status StageOutboxes(const Table* before, const Table* after, SequenceNumber end,
                     WriteSet& writes) {
  const std::vector<Outbox> open = OutboxesOf(after);
  for (const Outbox& outbox : open) {
    if (auto staged = Stage(outbox, writes); !staged) return staged;
  }
  for (Outbox& outbox : OutboxesOf(before)) {
    if (std::ranges::find(open, outbox.id, &Outbox::id) != open.end()) continue;
    outbox.end = end;
    if (auto staged = Stage(outbox, writes); !staged) return staged;
  }
  return Done{};
}

KinesisRecord KinesisRecordOf(const Outbox& outbox, const Account& account, SequenceNumber number,
                              const RecordRow& row) {
  return {.event_id = EventId(outbox, number),
          .event_name = row.operation,
          .aws_region = account.region,
          .table_name = outbox.table_name,
          .approximate_creation_date_time = row.time,
          .precision = outbox.precision,
          .keys = EncodedItem(row.keys),
          .new_image = Copy(row.new_image),
          .old_image = Copy(row.old_image),
          .size_bytes = SizeOf(row),
          .user_identity = IdentityOf(row.origin)};
}

}  // namespace basalt
