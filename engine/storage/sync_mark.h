// What Basalt writes into the log beside its writes: each batch begins with a mark that says how
// far the log was on stable storage when the batch was made. A start can then tell damage from a
// loss of power: a bad place in the log that a later mark vouches for was whole once. A start that
// finds a loss says so, for it may go on with a higher number than was due: RocksDB has written it
// into the MANIFEST before the log was synced that far.
//
// RocksDB keeps such a mark ("log data") in the log alone. In a record of the log:
//   record := sequence (u64) count (u32) mark? ...       Little-endian.
//   mark   := 0x03 length (u8) kind sequence (u64)       0x03 is RocksDB's tag of log data.
//   kind   := 'S' synced so far | 'R' recovered so far
// FROZEN: these bytes are on users' disks. Records of format 1 have no marks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/store.h"

namespace basalt {

inline constexpr std::size_t kRecordHeaderBytes = 12;
inline constexpr std::size_t kMarkedHeaderBytes = kRecordHeaderBytes + 2 + 1 + 8;

std::uint64_t LittleEndian(std::string_view bytes);

// The log data that marks a batch.
std::string EncodeSyncMark(LogSequence synced);
// The log data of a batch without writes, with which a start begins its log: the last write that it
// found before a bad place.
std::string EncodeRecoveryMark(LogSequence recovered);

// Of a record, of which the first kMarkedHeaderBytes are enough, or of a batch, which has the same
// form. REQUIRES: it has kRecordHeaderBytes.
LogSequence FirstSequenceOf(std::string_view record);
std::optional<LogSequence> SyncMarkOf(std::string_view record);  // Empty: it has no such mark.
std::optional<LogSequence> RecoveryMarkOf(std::string_view record);

}  // namespace basalt
