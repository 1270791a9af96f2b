// The directory that a store is in: which ones may be opened, and how a new one comes about whole
// or not at all.
//
// A new directory is marked with a draft of FORMAT before anything else is put there, and gets its
// FORMAT when all of it is on stable storage. So what lies in a directory with the mark and without
// FORMAT are the remains of a creation that was interrupted; they are removed, and it begins again.
#pragma once

#include <string>

#include "basalt/result.h"
#include "engine/storage/rocks.h"

namespace basalt {

// kNew: it is marked, and FinishDirectory is due once the store is in it.
enum class DirectoryState { kExisting, kNew };

struct DirectoryOptions {
  std::string path;
  bool read_only =
      false;  // Nothing is created or removed; a directory that is not whole is refused.
};

// Makes sure that the directory is one this program may open, and creates it if it may. Errors:
// kInternal with a text for people.
Result<DirectoryState> PrepareDirectory(rocksdb::Env& env, const DirectoryOptions& options);

// REQUIRES: what is in the directory is on stable storage, and no other process may open it.
Status FinishDirectory(rocksdb::Env& env, const std::string& path);

// Gives a directory another name on the same file system, for good. Errors: kInternal.
Status MoveDirectory(const std::string& from, const std::string& to);

// What RocksDB says about a directory that it cannot open, as Basalt's error.
Error CannotOpen(const std::string& path, const std::string& reason);

}  // namespace basalt
