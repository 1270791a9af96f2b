#include "engine/catalog/catalog_keys.h"

#include "engine/catalog/counters.h"

namespace basalt {
namespace {

std::string IdKey(char kind, std::uint32_t id) {
  std::string key(1, kind);
  for (int shift = 24; shift >= 0; shift -= 8) key.push_back(static_cast<char>(id >> shift));
  return key;
}

}  // namespace

std::string TableRecordKey(std::string_view table_name) { return "t" + std::string(table_name); }

RowRange AllTableRecords() { return {.begin = "t", .end = "u"}; }

std::string CountersKey(TableId table) { return IdKey('c', table); }

std::string LeftoverKey(std::uint32_t index_id) { return IdKey('r', index_id); }

RowRange AllLeftovers() { return {.begin = "r", .end = "s"}; }

}  // namespace basalt
