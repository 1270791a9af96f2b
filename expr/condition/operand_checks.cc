#include "expr/condition/operand_checks.h"

#include <algorithm>
#include <array>
#include <string>

#include "basalt/base64.h"
#include "model/value/compare.h"

namespace basalt {

namespace {

bool IsOrdered(ValueType type) {
  return type == ValueType::kString || type == ValueType::kNumber || type == ValueType::kBinary;
}

const ValueView* ValueOf(const Operand& operand) { return std::get_if<ValueView>(&operand); }

// The first operand must not come again: `a = a`, but also `contains(a, a)`.
Status CheckDistinct(ExpressionKind kind, Operator predicate, std::span<const Operand> operands) {
  const auto* first = std::get_if<Path>(&operands.front());
  if (first == nullptr) return Done{};
  for (const Operand& other : operands.subspan(1)) {
    const auto* path = std::get_if<Path>(&other);
    if (path != nullptr && *path == *first) {
      return OperandsNotDistinct(kind, NameOf(predicate), *first);
    }
  }
  return Done{};
}

template <typename IsAllowed>
Status CheckTypes(ExpressionKind kind, Operator predicate, std::span<const Operand> operands,
                  IsAllowed is_allowed) {
  for (const Operand& operand : operands) {
    const ValueView* value = ValueOf(operand);
    if (value != nullptr && !is_allowed(value->type())) {
      return IncorrectOperandType(kind, NameOf(predicate), TypeName(value->type()));
    }
  }
  return Done{};
}

// REQUIRES: the value has an order.
std::string Shown(ValueView value) {
  std::string text = "AttributeValue: {";
  text.append(TypeName(value.type())).append(":");
  if (value.type() == ValueType::kString) {
    text += value.AsString();
  } else if (value.type() == ValueType::kNumber) {
    text += value.AsNumberText();
  } else {
    AppendBase64(text, value.AsBinary());
  }
  return text + "}";
}

Error BadBounds(ExpressionKind kind, std::string what, ValueView lower, ValueView upper) {
  what += "; lower bound operand: " + Shown(lower) + ", upper bound operand: " + Shown(upper);
  return ExpressionError(kind, "The BETWEEN operator requires " + what);
}

Status CheckBounds(ExpressionKind kind, std::span<const Operand> operands) {
  const ValueView* lower = ValueOf(operands[1]);
  const ValueView* upper = ValueOf(operands[2]);
  if (lower == nullptr || upper == nullptr) return Done{};
  const auto order = Compare(*lower, *upper);
  if (!order) {
    return BadBounds(kind, "same data type for lower and upper bounds", *lower, *upper);
  }
  if (*order > 0) {
    return BadBounds(kind, "upper bound to be greater than or equal to lower bound", *lower,
                     *upper);
  }
  return Done{};
}

bool IsTypeName(std::string_view name) {
  constexpr std::array kTypes{ValueType::kString,   ValueType::kNumber,    ValueType::kBinary,
                              ValueType::kBool,     ValueType::kNull,      ValueType::kMap,
                              ValueType::kList,     ValueType::kStringSet, ValueType::kNumberSet,
                              ValueType::kBinarySet};
  return std::ranges::any_of(kTypes, [&](ValueType type) { return TypeName(type) == name; });
}

Status CheckAttributeType(ExpressionKind kind, std::span<const Operand> operands) {
  const ValueView* type = ValueOf(operands[1]);
  if (type == nullptr) return Done{};
  if (type->type() != ValueType::kString) {
    return IncorrectOperandType(kind, NameOf(Operator::kAttributeType), TypeName(type->type()));
  }
  if (IsTypeName(type->AsString())) return Done{};
  std::string what = "Invalid attribute type name found; type: ";
  what.append(type->AsString()).append(", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
  return ExpressionError(kind, what);
}

bool HasText(ValueType type) { return type == ValueType::kString || type == ValueType::kBinary; }

Status CheckPath(ExpressionKind kind, Operator predicate, std::span<const Operand> operands) {
  if (std::holds_alternative<Path>(operands.front())) return Done{};
  return DocumentPathRequired(kind, NameOf(predicate));
}

Status CheckTypesFor(ExpressionKind kind, Operator predicate, std::span<const Operand> operands) {
  switch (predicate) {
    case Operator::kLess:
    case Operator::kLessOrEqual:
    case Operator::kGreater:
    case Operator::kGreaterOrEqual:
      return CheckTypes(kind, predicate, operands, IsOrdered);
    case Operator::kBetween:
      if (auto typed = CheckTypes(kind, predicate, operands, IsOrdered); !typed) return typed;
      return CheckBounds(kind, operands);
    case Operator::kAttributeExists:
    case Operator::kAttributeNotExists:
      return CheckPath(kind, predicate, operands);
    case Operator::kAttributeType:
      if (auto path = CheckPath(kind, predicate, operands); !path) return path;
      return CheckAttributeType(kind, operands);
    case Operator::kBeginsWith:
      return CheckTypes(kind, predicate, operands, HasText);
    case Operator::kEqual:
    case Operator::kNotEqual:
    case Operator::kIn:
    case Operator::kContains:
    case Operator::kSize:
    case Operator::kPlus:
    case Operator::kMinus:
    case Operator::kIfNotExists:
    case Operator::kListAppend:
      return Done{};
  }
  return Done{};
}

}  // namespace

Status CheckOperands(ExpressionKind kind, Operator predicate, std::span<const Operand> operands) {
  if (auto typed = CheckTypesFor(kind, predicate, operands); !typed) return typed;
  return CheckDistinct(kind, predicate, operands);
}

}  // namespace basalt
