#include "expr/path_tree.h"

#include <algorithm>

#include "basalt/value_builder.h"
#include "expr/path_text.h"

namespace basalt {

namespace {

Error ClashingPaths(ExpressionKind kind, std::string_view how, const Path& one, const Path& two) {
  std::string what = "Two document paths ";
  what.append(how).append(
      " with each other; must remove or rewrite one of these paths; path one: ");
  what.append(PathText(one)).append(", path two: ").append(PathText(two));
  return ExpressionError(kind, what);
}

Status CheckPair(ExpressionKind kind, const Path& one, const Path& two) {
  if (one.root != two.root) return Done{};
  const std::size_t common = std::min(one.steps.size(), two.steps.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (one.steps[i] == two.steps[i]) continue;
    if (one.steps[i].index() == two.steps[i].index()) return Done{};
    return ClashingPaths(kind, "conflict", one, two);
  }
  return ClashingPaths(kind, "overlap", one, two);
}

template <typename Key>
PathTree& ChildAt(std::vector<PathBranch<Key>>& branches, const Key& key) {
  auto place = std::ranges::lower_bound(branches, key, {}, &PathBranch<Key>::key);
  if (place == branches.end() || place->key != key) {
    place = branches.insert(place, {key, PathTree()});
  }
  return place->tree;
}

// Writes what paths lead to. Each map and list is asked first whether there is anything to write,
// so that none is left open and empty.
class Extractor {
 public:
  void WriteMap(const PathTree& tree, MapView map) {
    builder_.BeginMap();
    for (const auto& [name, child] : tree.names) {
      const auto value = map.Find(name);
      if (!value || !LeadsAnywhere(child, *value)) continue;
      builder_.Name(name);
      WriteValue(child, *value);
    }
    builder_.EndMap();
  }

  // Everything comes from an encoded item, so there is nothing to find fault with.
  EncodedItem Finish() && { return *std::move(builder_).FinishItem(); }

 private:
  static bool LeadsAnywhere(const PathTree& tree, ValueView value) {
    if (tree.leaf) return true;
    if (value.type() == ValueType::kMap) {
      const MapView map = value.AsMap();
      return std::ranges::any_of(tree.names, [&](const auto& child) {
        const auto found = map.Find(child.key);
        return found && LeadsAnywhere(child.tree, *found);
      });
    }
    if (value.type() != ValueType::kList) return false;
    const ListView list = value.AsList();
    return std::ranges::any_of(tree.elements, [&](const auto& child) {
      const auto found = list.At(child.key);
      return found && LeadsAnywhere(child.tree, *found);
    });
  }

  void WriteList(const PathTree& tree, ListView list) {
    builder_.BeginList();
    for (const auto& [index, child] : tree.elements) {
      const auto value = list.At(index);
      if (value && LeadsAnywhere(child, *value)) WriteValue(child, *value);
    }
    builder_.EndList();
  }

  void WriteValue(const PathTree& tree, ValueView value) {
    if (tree.leaf) {
      builder_.Value(value);
    } else if (value.type() == ValueType::kMap) {
      WriteMap(tree, value.AsMap());
    } else {
      WriteList(tree, value.AsList());
    }
  }

  ValueBuilder builder_;
};

}  // namespace

Status CheckDistinctPaths(ExpressionKind kind, std::span<const Path* const> paths) {
  for (std::size_t two = 1; two < paths.size(); ++two) {
    for (std::size_t one = 0; one < two; ++one) {
      if (auto distinct = CheckPair(kind, *paths[one], *paths[two]); !distinct) return distinct;
    }
  }
  return Done{};
}

PathTree BuildPathTree(std::span<const Path* const> paths) {
  PathTree tree;
  for (std::size_t position = 0; position < paths.size(); ++position) {
    const Path& path = *paths[position];
    PathTree* node = &ChildAt(tree.names, path.root);
    for (const Path::Step& step : path.steps) {
      const auto* name = std::get_if<std::string>(&step);
      node = name != nullptr ? &ChildAt(node->names, *name)
                             : &ChildAt(node->elements, std::get<std::size_t>(step));
    }
    node->leaf = position;
  }
  return tree;
}

EncodedItem Extract(const PathTree& tree, ItemView item) {
  Extractor extractor;
  extractor.WriteMap(tree, item.attributes());
  return std::move(extractor).Finish();
}

}  // namespace basalt
