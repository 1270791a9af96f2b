#include "engine/query/fetched_rows.h"

#include <algorithm>
#include <utility>

#include "model/key/row_key.h"
#include "model/limits.h"

namespace basalt {
namespace {

// So many items are read first; what they take tells how many more a page may need.
constexpr std::size_t kFirst = 8;
constexpr std::size_t kAtOnceMax = 64;

}  // namespace

FetchedRows::FetchedRows(const Snapshot& snapshot, const TableSchema& table, Rows rows,
                         std::size_t rows_max)
    : snapshot_(snapshot), table_(table), rows_(std::move(rows)), rows_max_(rows_max) {
  status_ = ReadAhead();
}

void FetchedRows::Next() {
  ++position_;
  if (Valid() || !rows_.Valid()) return;
  status_ = ReadAhead();
}

std::size_t FetchedRows::CountToFetch() const {
  const std::size_t left = std::max<std::size_t>(rows_max_ - std::min(rows_read_, rows_max_), 1);
  if (rows_read_ == 0) return std::min(left, kFirst);
  const std::size_t bytes_left = kPageBytesMax - std::min(bytes_read_, kPageBytesMax);
  const std::size_t for_page = bytes_left / std::max<std::size_t>(bytes_read_ / rows_read_, 1) + 1;
  return std::min({left, for_page, kAtOnceMax});
}

Status FetchedRows::ReadAhead() {
  const std::size_t count = CountToFetch();
  std::vector<EncodedItem> rows;
  for (; rows_.Valid() && rows.size() < count; rows_.Next()) {
    rows.emplace_back(ItemView(rows_.value()));
  }
  if (auto read = rows_.status(); !read) return read;
  return Fetch(std::move(rows));
}

Status FetchedRows::Fetch(std::vector<EncodedItem> rows) {
  std::vector<std::string> keys;
  keys.reserve(rows.size());
  for (const EncodedItem& row : rows) keys.push_back(ItemRowKey(table_, row.view()));
  auto items = snapshot_.MultiGet(Family::kItems, keys);
  if (!items) return items.error();

  std::vector<Fetched> ahead;
  ahead.reserve(rows.size() + 1);
  if (!ahead_.empty()) ahead.push_back(std::move(ahead_.back()));
  position_ = ahead.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& item = (*items)[i];
    if (!item) return Error{.message = "An index row has no item"};
    bytes_read_ += item->bytes().size();
    ahead.push_back({std::move(rows[i]), *std::move(item)});
  }
  rows_read_ += rows.size();
  ahead_ = std::move(ahead);
  return Done{};
}

}  // namespace basalt
