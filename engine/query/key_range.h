// Which rows of a table or an index a key condition means.
#pragma once

#include <string>
#include <string_view>

#include "engine/query/read_target.h"
#include "expr/key_condition/key_condition.h"
#include "model/key/row_key.h"

namespace basalt {

// The rows whose key is `partition` followed by bytes in begin <= bytes < end. An empty end is no
// bound. Apart, so that a starting key can be held against either.
struct KeyRange {
  std::string partition;
  std::string begin;
  std::string end;

  bool HoldsPartitionOf(std::string_view row_key) const { return row_key.starts_with(partition); }
  // `sort` is what follows the partition in a row's key.
  bool HoldsSort(std::string_view sort) const {
    return sort >= begin && (end.empty() || sort < end);
  }
  RowRange Rows() const;
};

// REQUIRES: `condition` is bound to the target's key schema.
KeyRange KeyRangeOf(const ReadTarget& target, const BoundKeyCondition& condition);

}  // namespace basalt
