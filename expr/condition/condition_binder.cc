#include "expr/condition/condition_binder.h"

#include <utility>

#include "expr/condition/operand_checks.h"

namespace basalt {

namespace {

bool HasSize(ValueType type) {
  return type != ValueType::kNumber && type != ValueType::kBool && type != ValueType::kNull;
}

Result<Operand> BindSize(const OperandSyntax& measured, Binder& binder) {
  if (const auto* placeholder = std::get_if<ValuePlaceholder>(&measured.node)) {
    auto value = binder.BindValue(*placeholder);
    if (!value) return value.error();
    if (!HasSize(value->type())) {
      return IncorrectOperandType(binder.kind(), NameOf(Operator::kSize), TypeName(value->type()));
    }
    return Operand(SizeOf{*value});
  }
  // The parser let no call into a call, so this is a path.
  auto path = binder.BindPath(std::get<PathSyntax>(measured.node));
  if (!path) return path.error();
  return Operand(SizeOf{*std::move(path)});
}

Result<Operand> BindOperand(const OperandSyntax& syntax, Binder& binder) {
  if (const auto* path_syntax = std::get_if<PathSyntax>(&syntax.node)) {
    auto path = binder.BindPath(*path_syntax);
    if (!path) return path.error();
    return Operand(*std::move(path));
  }
  if (const auto* placeholder = std::get_if<ValuePlaceholder>(&syntax.node)) {
    auto value = binder.BindValue(*placeholder);
    if (!value) return value.error();
    return Operand(*value);
  }
  // The only function whose value is not a condition.
  return BindSize(std::get<CallSyntax>(syntax.node).operands.front(), binder);
}

ConditionNode NodeOf(Operator predicate, std::vector<Operand> operands) {
  const auto take = [&](std::size_t position) { return std::move(operands[position]); };
  const auto take_path = [&] { return std::get<Path>(std::move(operands.front())); };
  switch (predicate) {
    case Operator::kBetween:
      return {Between{.value = take(0), .lower = take(1), .upper = take(2)}};
    case Operator::kIn: {
      In in{.value = take(0), .candidates = {}};
      operands.erase(operands.begin());
      in.candidates = std::move(operands);
      return {std::move(in)};
    }
    case Operator::kAttributeExists:
      return {AttributeExists{take_path()}};
    case Operator::kAttributeNotExists: {
      ConditionNode exists{AttributeExists{take_path()}};
      return {Not{std::make_unique<ConditionNode>(std::move(exists))}};
    }
    case Operator::kAttributeType:
      return {AttributeType{.path = take_path(), .type = take(1)}};
    case Operator::kBeginsWith:
      return {BeginsWith{.value = take(0), .prefix = take(1)}};
    case Operator::kContains:
      return {Contains{.container = take(0), .element = take(1)}};
    default:  // The comparators, which Operator and Comparator name in one order.
      return {Comparison{
          .comparator = static_cast<Comparator>(predicate), .left = take(0), .right = take(1)}};
  }
}

Result<ConditionNode> BindPredicate(const PredicateSyntax& syntax, Binder& binder) {
  std::vector<Operand> operands;
  operands.reserve(syntax.operands.size());
  for (const OperandSyntax& operand_syntax : syntax.operands) {
    auto operand = BindOperand(operand_syntax, binder);
    if (!operand) return operand.error();
    operands.push_back(*std::move(operand));
  }
  auto checked = CheckOperands(binder.kind(), syntax.predicate, operands);
  if (!checked) return checked.error();
  return NodeOf(syntax.predicate, std::move(operands));
}

Result<ConditionNode> BindLogic(const LogicSyntax& syntax, Binder& binder) {
  std::vector<ConditionNode> parts;
  parts.reserve(syntax.parts.size());
  for (const ConditionSyntax& part_syntax : syntax.parts) {
    auto part = BindCondition(part_syntax, binder);
    if (!part) return part;
    parts.push_back(*std::move(part));
  }
  switch (syntax.logic) {
    case Logic::kAnd:
      return ConditionNode{And{std::move(parts)}};
    case Logic::kOr:
      return ConditionNode{Or{std::move(parts)}};
    case Logic::kNot:
      break;
  }
  return ConditionNode{Not{std::make_unique<ConditionNode>(std::move(parts.front()))}};
}

}  // namespace

static_assert(static_cast<int>(Comparator::kEqual) == static_cast<int>(Operator::kEqual));
static_assert(static_cast<int>(Comparator::kGreaterOrEqual) ==
              static_cast<int>(Operator::kGreaterOrEqual));

Result<ConditionNode> BindCondition(const ConditionSyntax& syntax, Binder& binder) {
  if (const auto* predicate = std::get_if<PredicateSyntax>(&syntax.node)) {
    return BindPredicate(*predicate, binder);
  }
  return BindLogic(std::get<LogicSyntax>(syntax.node), binder);
}

}  // namespace basalt
