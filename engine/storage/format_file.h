// The file FORMAT of a data directory: one line that says which version of Basalt's form on disk
// the directory holds, so that no version ever misreads another's data.
//
//   format := "basalt " version "\n"      version: a decimal number
#pragma once

#include <string>

#include "basalt/result.h"
#include "engine/storage/rocks.h"

namespace basalt {

// What this program writes and reads. To be raised, with a migration, whenever bytes on disk
// change.
inline constexpr int kFormatVersion = 1;

// What a new FORMAT is called until it is whole.
inline constexpr const char* kFormatDraft = "FORMAT.new";

enum class FormatFile { kAbsent, kCurrent };

// Errors: kInternal if the file cannot be read, is not in this form, or is of another version.
Result<FormatFile> CheckFormat(rocksdb::Env& env, const std::string& directory);

// Writes the file for kFormatVersion: after a crash it is there whole or not at all.
Status WriteFormat(rocksdb::Env& env, const std::string& directory);

}  // namespace basalt
