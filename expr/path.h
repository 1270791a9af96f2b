// A document path: an attribute's name, then steps into maps and lists: a.b[2].c
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "basalt/item_view.h"

namespace basalt {

struct Path {
  using Step = std::variant<std::string, std::size_t>;  // A map's key, or a list's index.

  std::string root;
  std::vector<Step> steps;

  friend bool operator==(const Path&, const Path&) = default;
};

// The value a path leads to; empty where it leads nowhere.
std::optional<ValueView> Resolve(const Path& path, ItemView item);

}  // namespace basalt
