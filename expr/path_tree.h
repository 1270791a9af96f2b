// Many document paths as one tree, so that a walk over an item visits each of its parts once.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "expr/expression_error.h"
#include "expr/path.h"

namespace basalt {

template <typename Key>
struct PathBranch;

// A node is where a path ends (`leaf` says which) or goes on, by names or by indexes: never two of
// the three. Names and indexes are sorted. The root's names are attributes.
struct PathTree {
  std::optional<std::size_t> leaf;  // The path's position among all.
  std::vector<PathBranch<std::string>> names;
  std::vector<PathBranch<std::size_t>> elements;
};

template <typename Key>
struct PathBranch {
  Key key;
  PathTree tree;
};

// Errors: kValidation where one path leads to or through another, or a step is a name in one and an
// index in another ("Two document paths overlap ...", "Two document paths conflict ...").
Status CheckDistinctPaths(ExpressionKind kind, std::span<const Path* const> paths);

// REQUIRES: the paths have passed CheckDistinctPaths.
PathTree BuildPathTree(std::span<const Path* const> paths);

// The parts of `item` that the paths lead to, in their places; list elements close up.
EncodedItem Extract(const PathTree& tree, ItemView item);

}  // namespace basalt
