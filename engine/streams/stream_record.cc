#include "engine/streams/stream_record.h"

#include <charconv>
#include <cstdio>
#include <utility>

#include "basalt/value_builder.h"
#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/catalog/record_fields.h"
#include "engine/streams/record_row.h"

namespace basalt {
namespace {

constexpr int kHexDigitsPerWord = 16;

std::string HexOf(const HashKey& key) {
  char text[2 * kHexDigitsPerWord + 1];
  std::snprintf(text, sizeof(text), "%016llx%016llx", static_cast<unsigned long long>(key[0]),
                static_cast<unsigned long long>(key[1]));
  return text;
}

std::optional<HashKey> KeyOf(std::string_view hex) {
  HashKey key{};
  if (hex.size() != key.size() * kHexDigitsPerWord) return std::nullopt;
  for (std::uint64_t& word : key) {
    const char* end = hex.data() + kHexDigitsPerWord;
    const auto [rest, failure] = std::from_chars(hex.data(), end, word, 16);
    if (failure != std::errc() || rest != end) return std::nullopt;
    hex.remove_prefix(kHexDigitsPerWord);
  }
  return key;
}

void SetSequence(Item& item, std::string_view name, SequenceNumber number) {
  SetInt(item, name, static_cast<std::int64_t>(number));
}

SequenceNumber GetSequence(const Item& item, std::string_view name) {
  return static_cast<SequenceNumber>(GetInt(item, name).value_or(0));
}

Map ToMap(const Shard& shard) {
  Map map;
  SetInt(map, "Number", shard.number);
  SetText(map, "Id", shard.id);
  if (shard.parent_id) SetText(map, "ParentId", *shard.parent_id);
  SetInt(map, "HashBegin", shard.hash_begin);
  SetInt(map, "HashEnd", shard.hash_end);
  SetSequence(map, "Start", shard.start);
  if (shard.end) SetSequence(map, "End", *shard.end);
  SetTime(map, "Opened", shard.opened);
  if (shard.closed) SetTime(map, "Closed", *shard.closed);
  SetSequence(map, "TrimmedTo", shard.trimmed_to);
  return map;
}

Shard ToShard(const Map& map) {
  Shard shard;
  shard.number = static_cast<std::uint32_t>(GetInt(map, "Number").value_or(0));
  shard.id = GetText(map, "Id").value_or("");
  shard.parent_id = GetText(map, "ParentId");
  shard.hash_begin = static_cast<std::uint32_t>(GetInt(map, "HashBegin").value_or(0));
  shard.hash_end = static_cast<std::uint32_t>(GetInt(map, "HashEnd").value_or(0));
  shard.start = GetSequence(map, "Start");
  if (GetInt(map, "End")) shard.end = GetSequence(map, "End");
  shard.opened = GetTime(map, "Opened").value_or(TimePoint());
  shard.closed = GetTime(map, "Closed");
  shard.trimmed_to = GetSequence(map, "TrimmedTo");
  return shard;
}

// Whether every partition has a shard to go to, as it must while the stream is enabled.
bool TakesAllHashes(const Stream& stream) {
  std::uint32_t taken = 0;
  for (const Shard& shard : stream.shards) {
    if (!shard.end && shard.hash_begin < shard.hash_end) taken += shard.hash_end - shard.hash_begin;
  }
  return taken == kPartitionHashes;
}

}  // namespace

Result<EncodedItem> EncodeStreamRecord(const Stream& stream) {
  Item item;
  SetInt(item, "Id", stream.id);
  SetInt(item, "TableId", stream.table_id);
  SetText(item, "TableName", stream.table_name);
  SetText(item, "Label", stream.label);
  SetEnum(item, "StreamViewType", stream.view_type);
  SetKeySchema(item, stream.key_schema);
  SetTime(item, "Created", stream.created);
  SetBool(item, "Enabled", stream.enabled);
  SetTime(item, "Settles", stream.settles);
  SetText(item, "Secret", HexOf(stream.secret));
  SetInt(item, "NextShard", stream.next_shard);
  SetList(item, "Shards", stream.shards, [](const Shard& shard) { return ToMap(shard); });
  return Encode(item);
}

Result<Stream> DecodeStreamRecord(std::string_view record) {
  const Error damaged{ErrorCode::kInternal, "a stream's record in the catalog is damaged"};
  if (!ItemView::Check(record)) return damaged;
  const Item item = ToItem(ItemView(record));
  const auto id = GetInt(item, "Id");
  const auto table_id = GetInt(item, "TableId");
  const auto secret = KeyOf(GetText(item, "Secret").value_or(""));
  const auto view_type = GetEnum<StreamViewType>(item, "StreamViewType");
  if (!id || !table_id || !secret || !view_type) return damaged;

  Stream stream;
  stream.id = static_cast<StreamId>(*id);
  stream.table_id = static_cast<TableId>(*table_id);
  stream.table_name = GetText(item, "TableName").value_or("");
  stream.label = GetText(item, "Label").value_or("");
  stream.view_type = *view_type;
  stream.key_schema = GetKeySchema(item);
  stream.created = GetTime(item, "Created").value_or(TimePoint());
  stream.enabled = GetBool(item, "Enabled").value_or(false);
  stream.settles = GetTime(item, "Settles").value_or(TimePoint());
  stream.secret = *secret;
  stream.next_shard = static_cast<std::uint32_t>(GetInt(item, "NextShard").value_or(0));
  stream.shards = GetList<Shard>(item, "Shards", ToShard);
  if (stream.enabled && !TakesAllHashes(stream)) return damaged;
  return stream;
}

Status StageStream(const Stream& stream, WriteSet& writes) {
  const auto record = EncodeStreamRecord(stream);
  if (!record) return record.error();
  writes.Put(Family::kCatalog, StreamRecordKey(stream.id), record->view().bytes());
  return Done{};
}

Status StageStreamRemoval(const Store& store, const Stream& stream, WriteSet& writes) {
  writes.Erase(Family::kCatalog, StreamRecordKey(stream.id));
  return StageDrop(store, {Family::kStreams, stream.id}, writes);
}

}  // namespace basalt
