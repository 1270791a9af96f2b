#include <string>
#include <utility>

#include "expr/binder.h"
#include "expr/overloaded.h"
#include "expr/update/update.h"
#include "expr/update/update_syntax.h"
#include "expr/update/update_tree.h"

namespace basalt {

namespace {

constexpr ExpressionKind kKind = ExpressionKind::kUpdate;

// The names of types in AWS's messages about ADD and DELETE.
std::string_view LongTypeName(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "STRING";
    case ValueType::kNumber:
      return "NUMBER";
    case ValueType::kBinary:
      return "BINARY";
    case ValueType::kMap:
      return "MAP";
    case ValueType::kList:
      return "LIST";
    case ValueType::kBool:
    case ValueType::kNull:
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      return TypeName(type);
  }
  return {};
}

bool IsSet(ValueType type) {
  return type == ValueType::kStringSet || type == ValueType::kNumberSet ||
         type == ValueType::kBinarySet;
}

// The type an operand has whatever the item.
std::optional<ValueType> TypeOf(const UpdateOperand& operand) {
  if (const auto* value = std::get_if<ValueView>(&operand.node)) return value->type();
  const auto* call = std::get_if<UpdateCall>(&operand.node);
  if (call == nullptr || call->function == Operator::kIfNotExists) return std::nullopt;
  return call->function == Operator::kListAppend ? ValueType::kList : ValueType::kNumber;
}

Status CheckCall(const UpdateCall& call) {
  if (call.function == Operator::kIfNotExists) {
    if (std::holds_alternative<Path>(call.operands.front().node)) return Done{};
    return DocumentPathRequired(kKind, NameOf(call.function));
  }
  const ValueType wanted =
      call.function == Operator::kListAppend ? ValueType::kList : ValueType::kNumber;
  for (const UpdateOperand& operand : call.operands) {
    const auto type = TypeOf(operand);
    if (type && *type != wanted) {
      return IncorrectOperandType(kKind, NameOf(call.function), TypeName(*type));
    }
  }
  return Done{};
}

Error IncorrectChangeType(std::string_view section, ValueType type) {
  std::string what = "Incorrect operand type for operator or function; operator: ";
  what.append(section).append(", operand type: ").append(LongTypeName(type));
  what.append(", typeSet: ALLOWED_FOR_").append(section).append("_OPERAND");
  return ExpressionError(kKind, what);
}

class UpdateBinder {
 public:
  explicit UpdateBinder(Placeholders& placeholders) : binder_(kKind, placeholders) {}

  Result<UpdateAction> Bind(const ActionSyntax& syntax) {
    return std::visit([this](const auto& action) { return BindAction(action); }, syntax);
  }

 private:
  Result<UpdateAction> BindAction(const SetSyntax& syntax) {
    auto path = binder_.BindPath(syntax.path);
    if (!path) return path.error();
    auto value = BindOperand(syntax.value);
    if (!value) return value.error();
    return UpdateAction{.path = *std::move(path), .change = SetAction{*std::move(value)}};
  }

  Result<UpdateAction> BindAction(const RemoveSyntax& syntax) {
    auto path = binder_.BindPath(syntax.path);
    if (!path) return path.error();
    return UpdateAction{.path = *std::move(path), .change = RemoveAction{}};
  }

  Result<UpdateAction> BindAction(const AddSyntax& syntax) {
    auto path = binder_.BindPath(syntax.path);
    if (!path) return path.error();
    auto value = binder_.BindValue(syntax.value);
    if (!value) return value.error();
    if (value->type() != ValueType::kNumber && !IsSet(value->type())) {
      return IncorrectChangeType("ADD", value->type());
    }
    return UpdateAction{.path = *std::move(path), .change = AddAction{*value}};
  }

  Result<UpdateAction> BindAction(const DeleteSyntax& syntax) {
    auto path = binder_.BindPath(syntax.path);
    if (!path) return path.error();
    auto value = binder_.BindValue(syntax.value);
    if (!value) return value.error();
    if (!IsSet(value->type())) return IncorrectChangeType("DELETE", value->type());
    return UpdateAction{.path = *std::move(path), .change = DeleteAction{*value}};
  }

  Result<UpdateOperand> BindOperand(const OperandSyntax& syntax) {
    return std::visit(Overloaded{
                          [this](const PathSyntax& path_syntax) -> Result<UpdateOperand> {
                            auto path = binder_.BindPath(path_syntax);
                            if (!path) return path.error();
                            return UpdateOperand{*std::move(path)};
                          },
                          [this](ValuePlaceholder placeholder) -> Result<UpdateOperand> {
                            auto value = binder_.BindValue(placeholder);
                            if (!value) return value.error();
                            return UpdateOperand{*value};
                          },
                          [this](const CallSyntax& call) { return BindCall(call); },
                      },
                      syntax.node);
  }

  Result<UpdateOperand> BindCall(const CallSyntax& syntax) {
    UpdateCall call{.function = syntax.function, .operands = {}};
    for (const OperandSyntax& operand_syntax : syntax.operands) {
      auto operand = BindOperand(operand_syntax);
      if (!operand) return operand;
      call.operands.push_back(*std::move(operand));
    }
    if (auto checked = CheckCall(call); !checked) return checked.error();
    return UpdateOperand{std::move(call)};
  }

  Binder binder_;
};

}  // namespace

Result<Update> ParseUpdate(std::string_view text, Placeholders& placeholders) {
  auto syntax = ParseUpdateSyntax(text);
  if (!syntax) return syntax.error();
  UpdateActions bound;
  UpdateBinder binder(placeholders);
  for (const ActionSyntax& action_syntax : *syntax) {
    auto action = binder.Bind(action_syntax);
    if (!action) return action.error();
    bound.actions.push_back(*std::move(action));
  }
  std::vector<const Path*> paths;
  for (const UpdateAction& action : bound.actions) paths.push_back(&action.path);
  if (auto distinct = CheckDistinctPaths(kKind, paths); !distinct) return distinct.error();
  bound.tree = BuildPathTree(paths);
  return Update(std::make_shared<const UpdateActions>(std::move(bound)));
}

}  // namespace basalt
