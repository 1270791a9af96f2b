// Projection expressions: which parts of an item a reader wants.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "expr/path.h"
#include "expr/path_tree.h"
#include "expr/placeholders.h"

namespace basalt {

// Immutable once made.
struct ProjectionPaths {
  // REQUIRES: none of the paths leads to or through another.
  explicit ProjectionPaths(std::vector<Path> wanted);

  std::vector<Path> paths;
  PathTree tree;  // The same, as Project walks it.
};

// Errors: kValidation with AWS's texts ("Invalid ProjectionExpression: ...").
Result<ProjectionPaths> ParseProjection(std::string_view text, Placeholders& placeholders);

// Legacy AttributesToGet. Errors: kValidation for empty names and duplicates.
Result<ProjectionPaths> ProjectionOfAttributes(std::span<const std::string> names);

// The parts of the item that the paths lead to, in their places; list elements close up.
EncodedItem Project(const ProjectionPaths& projection, ItemView item);

}  // namespace basalt
