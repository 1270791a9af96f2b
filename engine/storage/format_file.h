// The file FORMAT of a data directory: one line that says which version of Basalt's form on disk
// the directory holds, so that no version ever misreads another's data.
//
//   format := "basalt " version "\n"      version: a decimal number
#pragma once

#include <optional>
#include <string>

#include "basalt/result.h"
#include "engine/storage/rocks.h"

namespace basalt {

// What this program writes; to be raised, with a step of migration.h, whenever bytes on disk
// change. Version 2 has records in the catalog of ids that are dropped, and marks in the log.
inline constexpr int kFormatVersion = 2;

// The oldest that this program reads, and converts when it writes.
inline constexpr int kFormatVersionMin = 1;

// What FORMAT is called while the directory is not whole.
inline constexpr const char* kFormatDraft = "FORMAT.new";

inline constexpr const char* kSyncedMark = "SYNCED";

enum class FormatFile { kAbsent, kOlder, kCurrent };

// The version that the file names, from kFormatVersionMin to kFormatVersion; nothing: there is no
// file. Errors: kInternal if it cannot be read, is not in this form, or is of another version.
Result<std::optional<int>> ReadFormatVersion(rocksdb::Env& env, const std::string& directory);

// The same, by what it means.
Result<FormatFile> CheckFormat(rocksdb::Env& env, const std::string& directory);

// What has been created in the directory, or renamed or removed, is so after a crash, too.
Status SyncDirectory(rocksdb::Env& env, const std::string& directory);

// Writes the file for kFormatVersion under its name as a draft.
Status DraftFormat(rocksdb::Env& env, const std::string& directory);

// Gives the draft its name: after a crash FORMAT is there whole or, as before, of its old version
// or not at all.
Status PublishFormat(rocksdb::Env& env, const std::string& directory);

// Whether format 1 wrote each write to stable storage before the next: the directory then has an
// empty file SYNCED. A hole in its logs is damage then, and may be a loss of power's otherwise.
bool IsEachWriteSynced(rocksdb::Env& env, const std::string& directory);

}  // namespace basalt
