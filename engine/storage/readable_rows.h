// Reading all that can be read of rows, where some cannot.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "engine/storage/store.h"

namespace basalt {

using RowVisitor = std::function<void(std::string_view key, std::string_view value)>;

// Visits the rows of a range, in no certain order, but for those in damaged blocks, and, where one
// partition has several of these, those between them. Returns in how many places rows may be
// missing.
std::size_t VisitReadableRows(const Snapshot& snapshot, Family family, const RowRange& range,
                              const RowVisitor& visit);

}  // namespace basalt
