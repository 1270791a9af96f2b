// Many encoded items in one buffer: what a page of Query or Scan holds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "basalt/encoded_item.h"

namespace basalt {

// Appending copies the item's bytes to the end of one growing buffer, so views taken before an
// append do not survive it. Thread-safety: none.
class ItemList {
 public:
  void Append(ItemView item) {
    bytes_.append(item.bytes());
    ends_.push_back(bytes_.size());
  }

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }

  // REQUIRES: position < size().
  ItemView operator[](std::size_t position) const {
    const std::size_t begin = position == 0 ? 0 : ends_[position - 1];
    return ItemView(std::string_view(bytes_).substr(begin, ends_[position] - begin));
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

}  // namespace basalt
