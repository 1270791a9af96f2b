// An update bound to a request: what is applied to items. Immutable once built; borrows the
// request's values.
#pragma once

#include <variant>
#include <vector>

#include "basalt/item_view.h"
#include "expr/operators.h"
#include "expr/path.h"
#include "expr/path_tree.h"

namespace basalt {

struct UpdateOperand;

// if_not_exists, whose first operand is a path; list_append, + or -. Two operands each.
struct UpdateCall {
  Operator function = Operator::kPlus;
  std::vector<UpdateOperand> operands;
};

struct UpdateOperand {
  std::variant<Path, ValueView, UpdateCall> node;
};

struct SetAction {
  UpdateOperand value;
};
struct RemoveAction {};
struct AddAction {
  ValueView value;
};
struct DeleteAction {
  ValueView value;
};

struct UpdateAction {
  Path path;
  std::variant<SetAction, RemoveAction, AddAction, DeleteAction> change;
};

// Update expressions and the legacy AttributeUpdates differ in one text, and in ADD: there it
// appends to lists, too.
enum class UpdateDialect { kExpression, kLegacy };

struct UpdateActions {
  std::vector<UpdateAction> actions;
  PathTree tree;  // Of the actions' paths; a leaf is the position of its action.
  UpdateDialect dialect = UpdateDialect::kExpression;
};

}  // namespace basalt
