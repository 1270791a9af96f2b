#include "engine/catalog/dropped_rows.h"

#include <array>
#include <utility>
#include <vector>

#include "engine/catalog/catalog_keys.h"
#include "engine/storage/erasure.h"

namespace basalt {
namespace {

constexpr char kKind = 'd';

struct Letter {
  Family family;
  char letter;
};
constexpr std::array kLetters = {Letter{Family::kItems, 'i'}, Letter{Family::kIndex, 'x'},
                                 Letter{Family::kExpiry, 'e'}, Letter{Family::kStreams, 's'}};

}  // namespace

std::string DroppedRowsKey(const DroppedRows& dropped) {
  std::string key(1, kKind);
  for (const auto& [family, letter] : kLetters) {
    if (family == dropped.family) key.push_back(letter);
  }
  return key + EncodeId(dropped.id);
}

std::optional<DroppedRows> ParseDroppedRowsKey(std::string_view key) {
  constexpr std::size_t kHeadBytes = 2;
  if (key.size() < kHeadBytes || key[0] != kKind) return std::nullopt;
  const auto id = DecodeId(key.substr(kHeadBytes));
  if (!id) return std::nullopt;
  for (const auto& [family, letter] : kLetters) {
    if (letter == key[1]) return DroppedRows{.family = family, .id = *id};
  }
  return std::nullopt;
}

RowRange AllDroppedRows() {
  return {.begin = std::string(1, kKind), .end = std::string(1, kKind + 1)};
}

Result<std::set<DroppedRows>> ReadDroppedRows(const Snapshot& snapshot) {
  std::set<DroppedRows> all;
  Rows rows = snapshot.Read(Family::kCatalog, AllDroppedRows());
  for (; rows.Valid(); rows.Next()) {
    const auto dropped = ParseDroppedRowsKey(rows.key());
    if (!dropped) {
      return Error{ErrorCode::kInternal, "a note of dropped rows in the catalog is damaged"};
    }
    all.insert(*dropped);
  }
  if (auto status = rows.status(); !status) return status.error();
  return all;
}

Status StageDrop(const Store& store, const DroppedRows& dropped, WriteSet& writes) {
  const auto keys = FirstKeys(store, dropped.family, dropped.range(), kRowsErasedOneByOne + 1);
  if (!keys) return keys.error();
  if (keys->size() > kRowsErasedOneByOne) {
    writes.Put(Family::kCatalog, DroppedRowsKey(dropped), {});
  } else {
    for (const std::string& key : *keys) writes.Erase(dropped.family, key);
  }
  return Done{};
}

}  // namespace basalt
