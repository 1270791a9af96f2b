// Builds the new item beside the old one: what no path touches is copied byte by byte.
#include <optional>
#include <utility>

#include "basalt/value_builder.h"
#include "expr/overloaded.h"
#include "expr/update/update.h"
#include "expr/update/update_fault.h"
#include "expr/update/update_tree.h"
#include "expr/update/update_value.h"

namespace basalt {

namespace {

class Applier {
 public:
  Applier(const UpdateActions& update, ItemView before) : update_(update), before_(before) {}

  Result<EncodedItem> Apply() {
    if (auto written = WriteMap(update_.tree, before_.attributes()); !written) {
      return FaultOf(update_, before_, std::move(written).error());
    }
    auto item = std::move(builder_).FinishItem();
    // Nothing that comes from an item or a request can have another fault.
    if (!item) return ValidationError("Nesting Levels have exceeded supported limits");
    return item;
  }

 private:
  Status WriteMap(const PathTree& tree, MapView map);
  Status WriteList(const PathTree& tree, ListView list);
  Status WriteChild(const PathTree& tree, std::optional<ValueView> current,
                    const std::string* name);
  Result<std::optional<UpdateValue>> Change(const UpdateAction& action,
                                            std::optional<ValueView> current) const;

  const UpdateActions& update_;
  ItemView before_;
  ValueBuilder builder_;
};

// Names of the map and of the tree are both sorted: one pass over the two.
Status Applier::WriteMap(const PathTree& tree, MapView map) {
  builder_.BeginMap();
  auto attribute = map.begin();
  const auto copy_before = [&](const std::string* name) {
    for (; attribute != map.end(); ++attribute) {
      const Attribute untouched = *attribute;
      if (name != nullptr && untouched.name >= *name) return;
      builder_.Name(untouched.name);
      builder_.Value(untouched.value);
    }
  };
  for (const auto& [name, child] : tree.names) {
    copy_before(&name);
    std::optional<ValueView> current;
    if (attribute != map.end() && (*attribute).name == name) {
      current = (*attribute).value;
      ++attribute;
    }
    if (auto written = WriteChild(child, current, &name); !written) return written;
  }
  copy_before(nullptr);
  builder_.EndMap();
  return Done{};
}

// Indexes are those of the list as it was. What is set beyond its end follows in order of index.
Status Applier::WriteList(const PathTree& tree, ListView list) {
  builder_.BeginList();
  auto child = tree.elements.begin();
  std::size_t index = 0;
  for (const ValueView element : list) {
    if (child == tree.elements.end() || child->key != index) {
      builder_.Value(element);
    } else {
      if (auto written = WriteChild(child->tree, element, nullptr); !written) return written;
      ++child;
    }
    ++index;
  }
  for (; child != tree.elements.end(); ++child) {
    if (auto written = WriteChild(child->tree, std::nullopt, nullptr); !written) return written;
  }
  builder_.EndList();
  return Done{};
}

// One entry of a map, or, without a name, one element of a list; nothing, if it goes.
Status Applier::WriteChild(const PathTree& tree, std::optional<ValueView> current,
                           const std::string* name) {
  if (tree.leaf) {
    auto changed = Change(update_.actions[*tree.leaf], current);
    if (!changed) return changed.error();
    if (!*changed) return Done{};
    if (name != nullptr) builder_.Name(*name);
    builder_.Value((*changed)->view());
    return Done{};
  }
  const ValueType needed = tree.names.empty() ? ValueType::kList : ValueType::kMap;
  if (!current || current->type() != needed) {
    return PathInvalid();
  }
  if (name != nullptr) builder_.Name(*name);
  if (needed == ValueType::kMap) return WriteMap(tree, current->AsMap());
  return WriteList(tree, current->AsList());
}

Result<std::optional<UpdateValue>> Applier::Change(const UpdateAction& action,
                                                   std::optional<ValueView> current) const {
  using Changed = Result<std::optional<UpdateValue>>;
  const auto changed_to = [](Result<UpdateValue> value) -> Changed {
    if (!value) return value.error();
    return std::optional(*std::move(value));
  };
  return std::visit(
      Overloaded{
          [&](const SetAction& set) { return changed_to(EvaluateOperand(set.value, before_)); },
          [](RemoveAction) -> Changed { return std::optional<UpdateValue>(); },
          [&](const AddAction& add) {
            return changed_to(EvaluateAdd(current, add.value, update_.dialect));
          },
          [&](const DeleteAction& remove) {
            return EvaluateDelete(current, remove.value, update_.dialect);
          },
      },
      action.change);
}

}  // namespace

bool Update::is_legacy() const { return actions_->dialect == UpdateDialect::kLegacy; }

Result<EncodedItem> ApplyUpdate(const Update& update, ItemView before) {
  return Applier(update.actions(), before).Apply();
}

EncodedItem UpdatedAttributes(const Update& update, ItemView item) {
  return Extract(update.actions().tree, item);
}

std::set<std::string, std::less<>> AttributesWritten(const Update& update) {
  std::set<std::string, std::less<>> names;
  for (const UpdateAction& action : update.actions().actions) names.insert(action.path.root);
  return names;
}

}  // namespace basalt
