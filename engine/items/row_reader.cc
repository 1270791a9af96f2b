#include "engine/items/row_reader.h"

#include <algorithm>
#include <utility>

namespace basalt {
namespace {

// Few enough that a call can read them before it pays (6.4 MB), and enough that RocksDB reads them
// faster than one by one.
constexpr std::size_t kRowsAtOnce = 16;

}  // namespace

Result<std::optional<PinnedValue>> RowReader::Next() {
  if (next_ == rows_.size()) {
    if (auto read = ReadSome(); !read) return std::move(read).error();
  }
  return std::move(rows_[next_++]);
}

Status RowReader::ReadSome() {
  const auto keys = keys_left_.first(std::min(kRowsAtOnce, keys_left_.size()));
  auto rows = snapshot_.MultiGet(Family::kItems, keys);
  if (!rows) return std::move(rows).error();

  rows_ = *std::move(rows);
  next_ = 0;
  keys_left_ = keys_left_.subspan(keys.size());
  std::size_t bytes = 0;
  for (const std::optional<PinnedValue>& row : rows_) bytes += row ? row->bytes().size() : 0;
  charge_.Add(bytes);
  return Done{};
}

}  // namespace basalt
