#include "expr/update/update_value.h"

#include <algorithm>
#include <utility>

#include "basalt/value_builder.h"
#include "expr/overloaded.h"
#include "model/value/arithmetic.h"

namespace basalt {

namespace {

Error IncorrectDataType() {
  return ValidationError("An operand in the update expression has an incorrect data type");
}

Result<UpdateValue> Finish(ValueBuilder builder) {
  auto value = std::move(builder).FinishValue();
  if (!value) return value.error();
  return UpdateValue(*std::move(value));
}

Result<UpdateValue> ValueOf(const Result<Number>& number) {
  if (!number) return number.error();
  ValueBuilder builder;
  builder.Number(*number);
  return Finish(std::move(builder));
}

// REQUIRES: both are lists.
Result<UpdateValue> Concatenate(ValueView first, ValueView second) {
  ValueBuilder builder;
  builder.BeginList();
  for (const ValueView element : first.AsList()) builder.Value(element);
  for (const ValueView element : second.AsList()) builder.Value(element);
  builder.EndList();
  return Finish(std::move(builder));
}

// REQUIRES: both are sets of one type.
Result<UpdateValue> Unite(ValueView current, ValueView added) {
  ValueBuilder builder;
  builder.BeginSet(current.type());
  const SetView set = current.AsSet();
  for (const std::string_view element : set) builder.SetElement(element);
  for (const std::string_view element : added.AsSet()) {
    if (!set.Contains(element)) builder.SetElement(element);
  }
  builder.EndSet();
  return Finish(std::move(builder));
}

Result<UpdateValue> EvaluateCall(const UpdateCall& call, ItemView before) {
  if (call.function == Operator::kIfNotExists) {
    if (const auto value = Resolve(std::get<Path>(call.operands.front().node), before)) {
      return UpdateValue(*value);
    }
    return EvaluateOperand(call.operands.back(), before);
  }
  auto left = EvaluateOperand(call.operands.front(), before);
  if (!left) return left;
  auto right = EvaluateOperand(call.operands.back(), before);
  if (!right) return right;

  const bool appends = call.function == Operator::kListAppend;
  const ValueType wanted = appends ? ValueType::kList : ValueType::kNumber;
  if (left->view().type() != wanted || right->view().type() != wanted) return IncorrectDataType();
  if (appends) return Concatenate(left->view(), right->view());
  const Number first = left->view().AsNumber();
  const Number second = right->view().AsNumber();
  return ValueOf(call.function == Operator::kPlus ? Add(first, second) : Subtract(first, second));
}

}  // namespace

Error TypeMismatch(UpdateDialect dialect) {
  if (dialect == UpdateDialect::kExpression) return IncorrectDataType();
  return ValidationError("Type mismatch for attribute to update");
}

Result<UpdateValue> EvaluateOperand(const UpdateOperand& operand, ItemView before) {
  return std::visit(
      Overloaded{
          [&](const Path& path) -> Result<UpdateValue> {
            const auto value = Resolve(path, before);
            if (value) return UpdateValue(*value);
            return ValidationError(
                "The provided expression refers to an attribute that does not exist in the item");
          },
          [](ValueView value) -> Result<UpdateValue> { return UpdateValue(value); },
          [&](const UpdateCall& call) { return EvaluateCall(call, before); },
      },
      operand.node);
}

Result<UpdateValue> EvaluateAdd(std::optional<ValueView> current, ValueView added,
                                UpdateDialect dialect) {
  if (!current) return UpdateValue(added);
  if (current->type() != added.type()) return TypeMismatch(dialect);
  if (added.type() == ValueType::kNumber) {
    return ValueOf(Add(current->AsNumber(), added.AsNumber()));
  }
  if (added.type() == ValueType::kList) return Concatenate(*current, added);
  return Unite(*current, added);
}

Result<std::optional<UpdateValue>> EvaluateDelete(std::optional<ValueView> current,
                                                  ValueView deleted, UpdateDialect dialect) {
  if (!current) return std::optional<UpdateValue>();
  if (current->type() != deleted.type()) return TypeMismatch(dialect);
  const SetView to_delete = deleted.AsSet();
  ValueBuilder builder;
  bool is_empty = true;
  builder.BeginSet(current->type());
  for (const std::string_view element : current->AsSet()) {
    if (to_delete.Contains(element)) continue;
    builder.SetElement(element);
    is_empty = false;
  }
  builder.EndSet();
  if (is_empty) return std::optional<UpdateValue>();
  auto rest = Finish(std::move(builder));
  if (!rest) return rest.error();
  return std::optional(*std::move(rest));
}

}  // namespace basalt
