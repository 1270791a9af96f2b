// Rows of items by their keys, for calls that look at many.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/items/memory_charge.h"
#include "engine/storage/store.h"

namespace basalt {

// Reads a few rows at a time, and charges the thread's account for them before it reads more:
// a hundred rows of 400 KB are 40 MB. All that was read stays charged as long as the reader exists,
// since the caller may keep it. Thread-safety: none.
class RowReader {
 public:
  // Both must outlive the reader.
  RowReader(const Snapshot& snapshot, std::span<const std::string> keys)
      : snapshot_(snapshot), keys_left_(keys) {}

  // That of the next key; nullopt: it has none. Throws what the account does. REQUIRES: a key is
  // left.
  Result<std::optional<PinnedValue>> Next();

 private:
  Status ReadSome();

  const Snapshot& snapshot_;
  std::span<const std::string> keys_left_;  // Not read yet.
  std::vector<std::optional<PinnedValue>> rows_;
  std::size_t next_ = 0;  // In rows_.
  MemoryCharge charge_;
};

}  // namespace basalt
