#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

constexpr std::size_t kSequenceBytes = 8;
constexpr char kSynced = 'S';
constexpr char kLogDataTag = 0x03;
constexpr char kMarkBytes = 1 + kSequenceBytes;

}  // namespace

std::uint64_t LittleEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i - 1]);
  }
  return value;
}

std::string EncodeSyncMark(LogSequence synced) {
  std::string mark(1, kSynced);
  for (std::size_t i = 0; i < kSequenceBytes; ++i) mark += static_cast<char>(synced >> (8 * i));
  return mark;
}

LogSequence FirstSequenceOf(std::string_view record) {
  return LittleEndian(record.substr(0, kSequenceBytes));
}

std::optional<LogSequence> SyncMarkOf(std::string_view record) {
  constexpr char kBegin[] = {kLogDataTag, kMarkBytes, kSynced};
  const std::string_view mark = record.substr(kRecordHeaderBytes);
  if (!mark.starts_with(std::string_view(kBegin, sizeof(kBegin)))) return std::nullopt;
  const std::string_view synced = mark.substr(sizeof(kBegin));
  if (synced.size() < kSequenceBytes) return std::nullopt;
  return LittleEndian(synced.substr(0, kSequenceBytes));
}

}  // namespace basalt
