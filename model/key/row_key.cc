#include "model/key/row_key.h"

#include <algorithm>
#include <cassert>

#include "model/key/key_codec.h"

namespace basalt {
namespace {

constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kHashBytes = 2;
constexpr std::int64_t kHashes = 65'536;
constexpr std::size_t kUsualKeyBytes = 64;

void AppendId(std::string& key, std::uint32_t id) {
  for (int shift = 24; shift >= 0; shift -= 8) key.push_back(static_cast<char>(id >> shift));
}

// Appends each attribute's value; false at the first that the item lacks.
bool AppendAttributes(std::string& key, const std::vector<KeyAttribute>& attributes,
                      ItemView item) {
  for (const KeyAttribute& attribute : attributes) {
    const auto value = item.Find(attribute.name);
    if (!value) return false;
    AppendKeyValue(key, *value);
  }
  return true;
}

void WriteHash(std::string& key) {
  const std::uint16_t hash = PartitionHash(std::string_view(key).substr(kIdBytes + kHashBytes));
  key[kIdBytes] = static_cast<char>(hash >> 8);
  key[kIdBytes + 1] = static_cast<char>(hash);
}

// Id, hash, partition key and sort key; false if the item lacks a part.
bool AppendRow(std::string& key, std::uint32_t id, const KeySchema& schema, ItemView item) {
  key.reserve(kUsualKeyBytes);
  AppendId(key, id);
  key.append(kHashBytes, '\0');
  if (!AppendAttributes(key, schema.partition, item)) return false;
  WriteHash(key);
  return AppendAttributes(key, schema.sort, item);
}

bool Holds(const KeySchema& schema, std::string_view name) {
  const auto named = [&](const KeyAttribute& attribute) { return attribute.name == name; };
  return std::any_of(schema.partition.begin(), schema.partition.end(), named) ||
         std::any_of(schema.sort.begin(), schema.sort.end(), named);
}

// The first key of the hashes from `hash` on; after the last hash, of the next id.
std::string HashStart(std::uint32_t id, std::int64_t hash) {
  std::string key;
  AppendId(key, id);
  if (hash == 0) return key;
  if (hash == kHashes) return KeySuccessor(key);
  key.push_back(static_cast<char>(hash >> 8));
  key.push_back(static_cast<char>(hash));
  return key;
}

}  // namespace

std::uint16_t PartitionHash(std::string_view partition_key) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
  for (const char byte : partition_key) {
    hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x0000'0100'0000'01b3;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51'afd7'ed55'8ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ce'b9fe'1a85'ec53;
  return static_cast<std::uint16_t>((hash ^ (hash >> 33)) >> 48);
}

std::string ItemRowKey(const TableSchema& table, ItemView item) {
  std::string key;
  [[maybe_unused]] const bool complete = AppendRow(key, table.id, table.key, item);
  assert(complete);
  return key;
}

std::optional<std::string> IndexRowKey(const TableSchema& table, const IndexSchema& index,
                                       ItemView item) {
  std::string key;
  if (!AppendRow(key, index.id, index.key, item)) return std::nullopt;

  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      if (Holds(index.key, attribute.name)) continue;
      const auto value = item.Find(attribute.name);
      if (!value) return std::nullopt;
      AppendKeyValue(key, *value);
    }
  }
  return key;
}

std::string PartitionPrefix(std::uint32_t id, std::string_view partition_key) {
  std::string key;
  key.reserve(kIdBytes + kHashBytes + partition_key.size());
  AppendId(key, id);
  key.append(kHashBytes, '\0');
  key.append(partition_key);
  WriteHash(key);
  return key;
}

RowRange RowsOf(std::uint32_t id) { return RowsOfSegment(id, 0, 1); }

RowRange RowsOfSegment(std::uint32_t id, std::int64_t segment, std::int64_t total) {
  assert(segment >= 0 && segment < total);
  return {.begin = HashStart(id, kHashes * segment / total),
          .end = HashStart(id, kHashes * (segment + 1) / total)};
}

}  // namespace basalt
