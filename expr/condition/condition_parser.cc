#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "expr/condition/condition_syntax.h"
#include "expr/operand_parser.h"
#include "model/limits.h"

namespace basalt {

namespace {

// What may stand between parentheses: until a comparison follows, one cannot tell a condition from
// a value.
struct Term {
  std::variant<ConditionSyntax, OperandSyntax> node;
  bool in_parentheses = false;
};

std::optional<Operator> ComparatorOf(TokenType type) {
  switch (type) {
    case TokenType::kEqual:
      return Operator::kEqual;
    case TokenType::kNotEqual:
      return Operator::kNotEqual;
    case TokenType::kLess:
      return Operator::kLess;
    case TokenType::kLessOrEqual:
      return Operator::kLessOrEqual;
    case TokenType::kGreater:
      return Operator::kGreater;
    case TokenType::kGreaterOrEqual:
      return Operator::kGreaterOrEqual;
    default:
      return std::nullopt;
  }
}

// Recursive descent, a level of recursion for each open parenthesis.
class ConditionParser {
 public:
  ConditionParser(std::string_view text, ExpressionKind kind) : reader_(text, kind) {}

  Result<ConditionSyntax> Parse() {
    auto first = ParseTerm(0);
    if (!first) return first.error();
    auto condition = ParseRest(*std::move(first), 0);
    if (!condition) return condition.error();
    if (auto finished = reader_.Finish(); !finished) return finished.error();
    return condition;
  }

 private:
  Result<ConditionSyntax> ParseRest(Term first, int depth);
  Result<ConditionSyntax> ParseRestOfAnd(Term first, int depth);
  Result<ConditionSyntax> ParseAnd(int depth);
  Result<Term> ParseTerm(int depth);
  Result<Term> ParseParentheses(int depth);
  Result<Term> ParsePredicate(OperandSyntax first, int depth);
  Result<ConditionSyntax> ToCondition(Term term);
  Result<OperandSyntax> ParseValue(int depth);
  Status ParseBetween(PredicateSyntax& predicate, int depth);
  Status ParseIn(PredicateSyntax& predicate, int depth);
  void NoteMisuse(const OperandSyntax& value);

  TokenReader reader_;
};

// The condition that `first` starts, up to where no AND or OR follows.
Result<ConditionSyntax> ConditionParser::ParseRest(Term first, int depth) {
  auto part = ParseRestOfAnd(std::move(first), depth);
  if (!part || !reader_.PeekIsWord("OR")) return part;
  LogicSyntax any{.logic = Logic::kOr, .parts = {}};
  any.parts.push_back(*std::move(part));
  while (reader_.AcceptWord("OR")) {
    reader_.CountOperator();
    auto next = ParseAnd(depth);
    if (!next) return next;
    any.parts.push_back(*std::move(next));
  }
  return ConditionSyntax{std::move(any)};
}

Result<ConditionSyntax> ConditionParser::ParseRestOfAnd(Term first, int depth) {
  auto part = ToCondition(std::move(first));
  if (!part || !reader_.PeekIsWord("AND")) return part;
  LogicSyntax all{.logic = Logic::kAnd, .parts = {}};
  all.parts.push_back(*std::move(part));
  while (reader_.AcceptWord("AND")) {
    reader_.CountOperator();
    auto term = ParseTerm(depth);
    if (!term) return term.error();
    auto next = ToCondition(*std::move(term));
    if (!next) return next;
    all.parts.push_back(*std::move(next));
  }
  return ConditionSyntax{std::move(all)};
}

Result<ConditionSyntax> ConditionParser::ParseAnd(int depth) {
  auto first = ParseTerm(depth);
  if (!first) return first.error();
  return ParseRestOfAnd(*std::move(first), depth);
}

Result<Term> ConditionParser::ParseTerm(int depth) {
  bool negated = false;
  bool has_not = false;
  while (reader_.AcceptWord("NOT")) {
    reader_.CountOperator();
    has_not = true;
    negated = !negated;
  }
  if (has_not) {
    auto term = ParseTerm(depth);
    if (!term) return term;
    auto inner = ToCondition(*std::move(term));
    if (!inner) return inner.error();
    LogicSyntax negation{.logic = Logic::kNot, .parts = {}};
    negation.parts.push_back(*std::move(inner));
    if (negated) return Term{.node = ConditionSyntax{std::move(negation)}};
    // Twice negated is the condition itself, yet no parentheses around it are redundant.
    return Term{.node = std::move(negation.parts.front())};
  }
  if (reader_.PeekType() == TokenType::kOpen) return ParseParentheses(depth);
  auto operand = ParseOperand(reader_, depth);
  if (!operand) return operand.error();
  return ParsePredicate(*std::move(operand), depth);
}

Result<Term> ConditionParser::ParseParentheses(int depth) {
  if (depth >= kParseDepthMax) return TooManyOperators(reader_.kind());
  reader_.Take();
  auto inner = ParseTerm(depth + 1);
  if (!inner) return inner;

  if (reader_.PeekType() == TokenType::kClose) {  // One term, which may yet be a value.
    const bool is_operand = std::holds_alternative<OperandSyntax>(inner->node);
    reader_.Take();
    if (inner->in_parentheses) reader_.NoteRedundantParentheses();
    inner->in_parentheses = true;
    if (!is_operand) return inner;
    auto term = ParsePredicate(std::get<OperandSyntax>(std::move(inner->node)), depth);
    if (term && std::holds_alternative<OperandSyntax>(term->node)) term->in_parentheses = true;
    return term;
  }

  auto condition = ParseRest(*std::move(inner), depth + 1);
  if (!condition) return condition.error();
  if (!reader_.Accept(TokenType::kClose)) return reader_.SyntaxError();
  return Term{.node = *std::move(condition), .in_parentheses = true};
}

// What follows an operand: a comparison, or nothing that belongs to it.
Result<Term> ConditionParser::ParsePredicate(OperandSyntax first, int depth) {
  PredicateSyntax predicate;
  predicate.operands.push_back(std::move(first));
  Status rest = Done{};
  if (const auto comparator = ComparatorOf(reader_.PeekType())) {
    reader_.Take();
    predicate.predicate = *comparator;
    auto second = ParseValue(depth);
    if (!second) return second.error();
    predicate.operands.push_back(*std::move(second));
  } else if (reader_.AcceptWord("BETWEEN")) {
    rest = ParseBetween(predicate, depth);
  } else if (reader_.AcceptWord("IN")) {
    rest = ParseIn(predicate, depth);
  } else {
    return Term{.node = std::move(predicate.operands.front())};
  }
  if (!rest) return rest.error();
  reader_.CountOperator();
  for (const OperandSyntax& operand : predicate.operands) NoteMisuse(operand);
  return Term{.node = ConditionSyntax{std::move(predicate)}};
}

Status ConditionParser::ParseBetween(PredicateSyntax& predicate, int depth) {
  predicate.predicate = Operator::kBetween;
  auto lower = ParseValue(depth);
  if (!lower) return lower.error();
  if (!reader_.AcceptWord("AND")) return reader_.SyntaxError();
  auto upper = ParseValue(depth);
  if (!upper) return upper.error();
  predicate.operands.push_back(*std::move(lower));
  predicate.operands.push_back(*std::move(upper));
  return Done{};
}

Status ConditionParser::ParseIn(PredicateSyntax& predicate, int depth) {
  predicate.predicate = Operator::kIn;
  if (!reader_.Accept(TokenType::kOpen)) return reader_.SyntaxError();
  do {
    auto candidate = ParseValue(depth);
    if (!candidate) return candidate.error();
    predicate.operands.push_back(*std::move(candidate));
  } while (reader_.Accept(TokenType::kComma));
  if (!reader_.Accept(TokenType::kClose)) return reader_.SyntaxError();
  if (const std::size_t candidates = predicate.operands.size() - 1; candidates > kInOperandsMax) {
    std::string what = "The IN operator is provided with too many operands; number of operands: ";
    reader_.Note(ExpressionError(reader_.kind(), what.append(std::to_string(candidates))));
  }
  return Done{};
}

Result<OperandSyntax> ConditionParser::ParseValue(int depth) {
  int parentheses = 0;
  while (reader_.Accept(TokenType::kOpen)) ++parentheses;
  if (parentheses > 1) reader_.NoteRedundantParentheses();
  auto operand = ParseOperand(reader_, depth + 1);
  if (!operand) return operand;
  for (; parentheses > 0; --parentheses) {
    if (!reader_.Accept(TokenType::kClose)) return reader_.SyntaxError();
  }
  return operand;
}

// Of values only functions are conditions, too.
Result<ConditionSyntax> ConditionParser::ToCondition(Term term) {
  if (auto* condition = std::get_if<ConditionSyntax>(&term.node)) return std::move(*condition);
  auto* call = std::get_if<CallSyntax>(&std::get<OperandSyntax>(term.node).node);
  if (call == nullptr) return reader_.SyntaxError();
  if (!IsCondition(call->function)) reader_.Note(MisusedFunction(reader_.kind(), call->function));
  return ConditionSyntax{
      PredicateSyntax{.predicate = call->function, .operands = std::move(call->operands)}};
}

void ConditionParser::NoteMisuse(const OperandSyntax& value) {
  const auto* call = std::get_if<CallSyntax>(&value.node);
  if (call == nullptr || !IsCondition(call->function)) return;
  reader_.Note(MisusedFunction(reader_.kind(), call->function));
}

}  // namespace

Result<ConditionSyntax> ParseConditionSyntax(std::string_view text, ExpressionKind kind) {
  if (auto sized = CheckExpressionSize(text, kind); !sized) return sized.error();
  return ConditionParser(text, kind).Parse();
}

}  // namespace basalt
