#include <string>
#include <utility>

#include "expr/legacy/legacy.h"
#include "expr/legacy/legacy_values.h"
#include "expr/update/update_tree.h"

namespace basalt {

namespace {

using Change = decltype(UpdateAction::change);

Error UnsupportedType(std::string_view action, ValueType type) {
  std::string what(action);
  what.append(" is not supported for the type ").append(TypeName(type));
  return InvalidParameter(what);
}

bool IsSet(ValueType type) {
  return type == ValueType::kStringSet || type == ValueType::kNumberSet ||
         type == ValueType::kBinarySet;
}

Result<Change> ChangeOf(const AttributeValueUpdate& update) {
  const AttributeAction action = update.action.value_or(AttributeAction::kPut);
  if (!update.value) {
    if (action == AttributeAction::kDelete) return Change(RemoveAction{});
    return InvalidParameter("Only DELETE action is allowed when no attribute value is specified");
  }
  if (update.value->fault) return *update.value->fault;
  const ValueView value = update.value->value->view();
  const ValueType type = value.type();
  switch (action) {
    case AttributeAction::kPut:
      return Change(SetAction{UpdateOperand{value}});
    case AttributeAction::kAdd:
      if (type != ValueType::kNumber && type != ValueType::kList && !IsSet(type)) {
        return UnsupportedType("ADD action", type);
      }
      return Change(AddAction{value});
    case AttributeAction::kDelete:
      break;
  }
  if (!IsSet(type)) return UnsupportedType("DELETE action with value", type);
  return Change(DeleteAction{value});
}

}  // namespace

Result<Update> UpdateOfAttributeUpdates(const AttributeUpdates& updates) {
  UpdateActions bound;
  bound.dialect = UpdateDialect::kLegacy;
  for (const auto& [attribute, update] : updates) {
    if (attribute.empty()) return ValidationError("Empty attribute name");
    auto change = ChangeOf(update);
    if (!change) return change.error();
    bound.actions.push_back(
        {.path = {.root = attribute, .steps = {}}, .change = *std::move(change)});
  }
  std::vector<const Path*> paths;
  for (const UpdateAction& action : bound.actions) paths.push_back(&action.path);
  bound.tree = BuildPathTree(paths);
  return Update(std::make_shared<const UpdateActions>(std::move(bound)));
}

}  // namespace basalt
