// The directory that a store is in: which ones may be opened, and how a new one comes about whole
// or not at all.
//
// A new directory is marked with a draft of FORMAT before anything else is put there, and gets its
// FORMAT when all of it is on stable storage. So what lies in a directory with the mark and without
// FORMAT are the remains of a creation that was interrupted; they are removed, and it begins again.
#pragma once

#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/storage/directory_claim.h"
#include "engine/storage/rocks.h"

namespace basalt {

// kNew: it is marked, and FinishDirectory is due once the store is in it.
enum class DirectoryState { kExisting, kNew };

struct DirectoryOptions {
  std::string path;
  bool read_only =
      false;  // Nothing is created or removed; a directory that is not whole is refused.
};

struct PreparedDirectory {
  DirectoryState state = DirectoryState::kExisting;
  std::string path;      // Absolute and without symbolic links: good wherever the process goes.
  DirectoryClaim claim;  // Unless it is read only: to be held while the store is open.
  std::vector<std::string> made;  // The directories that had to be made, the outermost first.
};

// Makes sure that the directory is one this program may open, and creates it if it may. On the
// machine's own file system (rocksdb::Env::Default()) a new directory is for its owner alone, and
// no other database of this process may have the directory open. Errors: kInternal with a text for
// people; then nothing is left of what was made.
Result<PreparedDirectory> PrepareDirectory(rocksdb::Env& env, const DirectoryOptions& options);

// Removes what a creation has put into the directory so far, and the directories that were made for
// it. What cannot be removed stays, and may be begun anew. REQUIRES: it is kNew, and no store is
// open in it. Where FORMAT is published already, nothing is removed.
void AbandonDirectory(rocksdb::Env& env, const PreparedDirectory& directory);

// REQUIRES: what is in the directory is on stable storage, and no other process may open it.
Status FinishDirectory(rocksdb::Env& env, const std::string& path);

// Gives a directory another name on the same file system, for good. Errors: kInternal.
Status MoveDirectory(const std::string& from, const std::string& to);

// What RocksDB says about a directory that it cannot open, as Basalt's error.
Error CannotOpen(const std::string& path, const std::string& reason);

}  // namespace basalt
