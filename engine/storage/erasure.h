// Erasing many rows. A range deletion costs every later read of its family until it is compacted
// away, however few rows it covers, so it is for many rows only: few are erased one by one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

// Up to so many rows are erased one by one, in one commit.
inline constexpr std::size_t kRowsErasedOneByOne = 1'000;

// The keys of the first rows of a range, `max` at most. REQUIRES: the range has an end.
// Errors: kInternal.
Result<std::vector<std::string>> FirstKeys(const Store& store, Family family, const RowRange& range,
                                           std::size_t max);

// Stages the erasure of all rows of a range. REQUIRES: the range has an end, and nobody writes to
// it until the commit. Errors: kInternal.
Status StageErasure(const Store& store, Family family, const RowRange& range, WriteSet& writes);

}  // namespace basalt
