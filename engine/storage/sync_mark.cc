#include "engine/storage/sync_mark.h"

namespace basalt {

std::uint64_t LittleEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i - 1]);
  }
  return value;
}

namespace {

constexpr std::size_t kSequenceBytes = 8;
constexpr char kSynced = 'S';
constexpr char kRecovered = 'R';
constexpr char kLogDataTag = 0x03;
constexpr char kMarkBytes = 1 + kSequenceBytes;

std::string Encode(char kind, LogSequence sequence) {
  std::string mark(1, kind);
  for (std::size_t i = 0; i < kSequenceBytes; ++i) mark += static_cast<char>(sequence >> (8 * i));
  return mark;
}

std::optional<LogSequence> MarkOf(std::string_view record, char kind) {
  const char begin[] = {kLogDataTag, kMarkBytes, kind};
  const std::string_view mark = record.substr(kRecordHeaderBytes);
  if (!mark.starts_with(std::string_view(begin, sizeof(begin)))) return std::nullopt;
  const std::string_view sequence = mark.substr(sizeof(begin));
  if (sequence.size() < kSequenceBytes) return std::nullopt;
  return LittleEndian(sequence.substr(0, kSequenceBytes));
}

}  // namespace

std::string EncodeSyncMark(LogSequence synced) { return Encode(kSynced, synced); }

std::string EncodeRecoveryMark(LogSequence recovered) { return Encode(kRecovered, recovered); }

LogSequence FirstSequenceOf(std::string_view record) {
  return LittleEndian(record.substr(0, kSequenceBytes));
}

std::optional<LogSequence> SyncMarkOf(std::string_view record) { return MarkOf(record, kSynced); }

std::optional<LogSequence> RecoveryMarkOf(std::string_view record) {
  return MarkOf(record, kRecovered);
}

}  // namespace basalt
