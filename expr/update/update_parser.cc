#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "expr/operand_parser.h"
#include "expr/update/update_syntax.h"

namespace basalt {

namespace {

constexpr ExpressionKind kKind = ExpressionKind::kUpdate;
constexpr std::array<std::string_view, 4> kSections{"SET", "REMOVE", "ADD", "DELETE"};

class UpdateParser {
 public:
  explicit UpdateParser(std::string_view text) : reader_(text, kKind) {}

  Result<std::vector<ActionSyntax>> Parse();

 private:
  Status ParseSection();
  Status ParseAction(std::size_t section);
  Result<OperandSyntax> ParseValue(int depth);
  Result<OperandSyntax> ParseTerm(int depth);

  TokenReader reader_;
  std::array<bool, kSections.size()> seen_{};
  std::vector<ActionSyntax> actions_;
};

Result<std::vector<ActionSyntax>> UpdateParser::Parse() {
  do {
    if (auto section = ParseSection(); !section) return section.error();
  } while (reader_.PeekType() != TokenType::kEnd);
  if (auto finished = reader_.Finish(); !finished) return finished.error();
  return std::move(actions_);
}

Status UpdateParser::ParseSection() {
  std::size_t section = 0;
  while (section < kSections.size() && !reader_.AcceptWord(kSections[section])) ++section;
  if (section == kSections.size()) return reader_.SyntaxError();
  if (seen_[section]) {
    std::string what = "The \"";
    what.append(kSections[section]);
    what.append("\" section can only be used once in an update expression;");
    reader_.Note(ExpressionError(kKind, what));
  }
  seen_[section] = true;
  do {
    if (auto action = ParseAction(section); !action) return action;
  } while (reader_.Accept(TokenType::kComma));
  return Done{};
}

Status UpdateParser::ParseAction(std::size_t section) {
  auto path = ParsePath(reader_);
  if (!path) return path.error();
  reader_.CountOperator();
  if (kSections[section] == "REMOVE") {
    actions_.emplace_back(RemoveSyntax{*std::move(path)});
    return Done{};
  }
  if (kSections[section] == "SET") {
    if (!reader_.Accept(TokenType::kEqual)) return reader_.SyntaxError();
    auto value = ParseValue(0);
    if (!value) return value.error();
    actions_.emplace_back(SetSyntax{.path = *std::move(path), .value = *std::move(value)});
    return Done{};
  }
  if (reader_.PeekType() != TokenType::kValuePlaceholder) return reader_.SyntaxError();
  const ValuePlaceholder value{reader_.Take().text};
  if (kSections[section] == "ADD") {
    actions_.emplace_back(AddSyntax{.path = *std::move(path), .value = value});
  } else {
    actions_.emplace_back(DeleteSyntax{.path = *std::move(path), .value = value});
  }
  return Done{};
}

Result<OperandSyntax> UpdateParser::ParseValue(int depth) {
  auto left = ParseTerm(depth);
  if (!left) return left;
  const bool plus = reader_.Accept(TokenType::kPlus);
  if (!plus && !reader_.Accept(TokenType::kMinus)) return left;
  reader_.CountOperator();
  auto right = ParseTerm(depth);
  if (!right) return right;
  CallSyntax sum{.function = plus ? Operator::kPlus : Operator::kMinus, .operands = {}};
  sum.operands.push_back(*std::move(left));
  sum.operands.push_back(*std::move(right));
  return OperandSyntax{std::move(sum)};
}

Result<OperandSyntax> UpdateParser::ParseTerm(int depth) {
  if (depth >= kParseDepthMax) return TooManyOperators(kKind);
  if (!reader_.Accept(TokenType::kOpen)) return ParseOperand(reader_, depth);
  auto value = ParseValue(depth + 1);
  if (!value) return value;
  if (!reader_.Accept(TokenType::kClose)) return reader_.SyntaxError();
  return value;
}

}  // namespace

Result<std::vector<ActionSyntax>> ParseUpdateSyntax(std::string_view text) {
  if (auto sized = CheckExpressionSize(text, kKind); !sized) return sized.error();
  return UpdateParser(text).Parse();
}

}  // namespace basalt
