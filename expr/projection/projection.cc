#include "expr/projection/projection.h"

#include <algorithm>
#include <utility>

#include "expr/binder.h"
#include "expr/operand_parser.h"

namespace basalt {

namespace {

constexpr ExpressionKind kKind = ExpressionKind::kProjection;

std::vector<const Path*> PointersTo(std::span<const Path> paths) {
  std::vector<const Path*> pointers;
  pointers.reserve(paths.size());
  for (const Path& path : paths) pointers.push_back(&path);
  return pointers;
}

// projection := path (',' path)*
Result<std::vector<PathSyntax>> ParseProjectionSyntax(std::string_view text) {
  if (auto sized = CheckExpressionSize(text, kKind); !sized) return sized.error();
  TokenReader reader(text, kKind);
  std::vector<PathSyntax> paths;
  do {
    auto path = ParsePath(reader);
    if (!path) return path.error();
    paths.push_back(*std::move(path));
  } while (reader.Accept(TokenType::kComma));
  if (auto finished = reader.Finish(); !finished) return finished.error();
  return paths;
}

}  // namespace

ProjectionPaths::ProjectionPaths(std::vector<Path> wanted)
    : paths(std::move(wanted)), tree(BuildPathTree(PointersTo(paths))) {}

Result<ProjectionPaths> ParseProjection(std::string_view text, Placeholders& placeholders) {
  auto syntax = ParseProjectionSyntax(text);
  if (!syntax) return syntax.error();
  Binder binder(kKind, placeholders);
  std::vector<Path> paths;
  paths.reserve(syntax->size());
  for (const PathSyntax& path_syntax : *syntax) {
    auto path = binder.BindPath(path_syntax);
    if (!path) return path.error();
    paths.push_back(*std::move(path));
  }
  if (auto distinct = CheckDistinctPaths(kKind, PointersTo(paths)); !distinct) {
    return distinct.error();
  }
  return ProjectionPaths(std::move(paths));
}

Result<ProjectionPaths> ProjectionOfAttributes(std::span<const std::string> names) {
  if (std::ranges::find(names, std::string_view()) != names.end()) {
    return ValidationError("Empty attribute name");
  }
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) {
    const auto is_duplicate = [&](const std::string& name) {
      return std::ranges::count(names, name) > 1;
    };
    return ValidationError(
        "One or more parameter values were invalid: Duplicate value in attribute name: " +
        *std::ranges::find_if(names, is_duplicate));
  }
  std::vector<Path> paths;
  paths.reserve(names.size());
  for (const std::string& name : names) paths.push_back({.root = name, .steps = {}});
  return ProjectionPaths(std::move(paths));
}

EncodedItem Project(const ProjectionPaths& projection, ItemView item) {
  return Extract(projection.tree, item);
}

}  // namespace basalt
