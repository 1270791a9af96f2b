#include "engine/catalog/catalog_keys.h"

#include "engine/catalog/counters.h"

namespace basalt {

std::string TableRecordKey(std::string_view table_name) { return "t" + std::string(table_name); }

RowRange AllTableRecords() { return {.begin = "t", .end = "u"}; }

std::string BackfillKey(IndexId index) { return "r" + EncodeId(index); }

RowRange AllBackfills() { return {.begin = "r", .end = "s"}; }

std::string CountersKey(TableId table) { return "c" + EncodeId(table); }

RowRange AllCounters() { return {.begin = "c", .end = "d"}; }

std::string StreamRecordKey(std::uint32_t stream) { return "s" + EncodeId(stream); }

RowRange AllStreamRecords() { return {.begin = "s", .end = "t"}; }

std::string OutboxKey(std::uint32_t outbox) { return "k" + EncodeId(outbox); }

RowRange AllOutboxes() { return {.begin = "k", .end = "l"}; }

std::string EncodeId(std::uint32_t id) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(id >> shift));
  return bytes;
}

std::optional<std::uint32_t> DecodeId(std::string_view bytes) {
  if (bytes.size() != sizeof(std::uint32_t)) return std::nullopt;
  std::uint32_t id = 0;
  for (const char byte : bytes) id = (id << 8) | static_cast<std::uint8_t>(byte);
  return id;
}

}  // namespace basalt
