// Bringing a data directory of an older format to the one that this program writes.
//
// It is opened as any other: column families that it lacks are made, and are empty. Then each step
// from its version on converts what has to be converted, all of it goes to stable storage, and last
// of all FORMAT is replaced, in one rename. Whatever crash there is before that, the directory
// still has its old version, and the next start begins again with its first step. Nothing else is
// written to the store in between. Inspection, which writes nothing, reads older directories as
// they are.
//
// To change what is on disk: raise kFormatVersion, add a step here (also if it has nothing to do),
// and see tests/upgrade/README.md.
#pragma once

#include <span>
#include <string>

#include "basalt/result.h"
#include "engine/storage/rocks.h"
#include "engine/storage/store.h"

namespace basalt {

struct MigrationStep {
  int from = 0;  // The version that it converts to the next.
  // May find its work done, or done in part, by itself before a crash: the outcome must be the
  // same.
  Status (*convert)(Store& store) = nullptr;
};

// One for each version before kFormatVersion, in order.
std::span<const MigrationStep> MigrationSteps();

// Does nothing where FORMAT names kFormatVersion. REQUIRES: the store is open for writing in the
// directory, and nothing was written to it since. Errors: kInternal; then it is as before, or in
// between, and must not be used.
Status MigrateDirectory(Store& store, rocksdb::Env& env, const std::string& directory,
                        std::span<const MigrationStep> steps = MigrationSteps());

}  // namespace basalt
