// Removing the rows of what has been dropped (engine/catalog/dropped_rows.h).
#pragma once

#include <map>
#include <stop_token>

#include "basalt/result.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/storage/store.h"

namespace basalt {

// Borrows the store, which must outlive it. Thread-safety: none.
class RowRemoval {
 public:
  explicit RowRemoval(Store& store) : store_(store) {}

  // Removes the rows that were noted when it ran before, and takes notice of new ones: a read that
  // began before the drop has one interval to end in, so that it keeps no files. Works in small
  // commits, and goes on after a crash. Stops early once `stop` says so. Errors: kInternal; what
  // could not be removed is tried again.
  Status Run(const std::stop_token& stop = {});

  // Whether there is anything to remove. What cannot be read is to be tried again.
  bool HasWork() const;

 private:
  Status Remove(const DroppedRows& dropped, LogSequence garbage_since, const std::stop_token& stop);

  Store& store_;
  std::map<DroppedRows, LogSequence> noticed_;  // Of the drop's commit, or of a later one.
};

}  // namespace basalt
