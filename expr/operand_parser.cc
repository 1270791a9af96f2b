#include "expr/operand_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include "expr/reserved_words.h"
#include "model/limits.h"

namespace basalt {

namespace {

// Words of the grammar itself: no path starts with one.
bool IsKeyword(std::string_view name, ExpressionKind kind) {
  constexpr std::array<std::string_view, 5> kConditionKeywords{"AND", "BETWEEN", "IN", "NOT", "OR"};
  constexpr std::array<std::string_view, 4> kUpdateKeywords{"ADD", "DELETE", "REMOVE", "SET"};
  const auto is = [&](std::string_view keyword) { return IsWord(name, keyword); };
  if (kind == ExpressionKind::kProjection) return false;
  if (kind == ExpressionKind::kUpdate) return std::ranges::any_of(kUpdateKeywords, is);
  return std::ranges::any_of(kConditionKeywords, is);
}

Result<PathSyntax::Step> ParseName(TokenReader& reader) {
  if (reader.PeekType() == TokenType::kNamePlaceholder) {
    return PathSyntax::Step(NamePlaceholder{reader.Take().text});
  }
  if (reader.PeekType() != TokenType::kName || IsKeyword(reader.Peek().text, reader.kind())) {
    return reader.SyntaxError();
  }
  const std::string_view name = reader.Take().text;
  if (IsReservedWord(name)) {
    std::string what = "Attribute name is a reserved keyword; reserved keyword: ";
    reader.Note(ExpressionError(reader.kind(), what.append(name)));
  }
  return PathSyntax::Step(name);
}

Result<PathSyntax::Step> ParseIndex(TokenReader& reader) {
  if (reader.PeekType() != TokenType::kInteger) return reader.SyntaxError();
  const std::string_view digits = reader.Take().text;
  std::int32_t index = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (parsed.ec != std::errc{}) {
    std::string what = "List index is not within the allowable range; index: [";
    reader.Note(ExpressionError(reader.kind(), what.append(digits).append("]")));
  }
  if (!reader.Accept(TokenType::kCloseBracket)) return reader.SyntaxError();
  return PathSyntax::Step(static_cast<std::size_t>(index));
}

// In conditions only a size is a value, which any other function may take.
bool MayBeOperandOf(Operator outer, Operator inner, ExpressionKind kind) {
  if (kind == ExpressionKind::kUpdate) return true;
  return inner == Operator::kSize && outer != Operator::kSize;
}

Result<OperandSyntax> ParseCall(TokenReader& reader, int depth) {
  const std::string_view name = reader.Take().text;
  const std::optional<Operator> function = FindFunction(name, reader.kind());
  if (!function) {
    std::string what = "Invalid function name; function: ";
    reader.Note(ExpressionError(reader.kind(), what.append(name)));
  }
  reader.CountOperator();
  reader.Take();  // The opening parenthesis, which made the name a function's.

  CallSyntax call{.function = function.value_or(Operator::kSize), .operands = {}};
  if (reader.PeekType() == TokenType::kClose) return reader.SyntaxError();
  do {
    auto operand = ParseOperand(reader, depth + 1);
    if (!operand) return operand.error();
    const auto* inner = std::get_if<CallSyntax>(&operand->node);
    if (inner != nullptr && !MayBeOperandOf(call.function, inner->function, reader.kind())) {
      reader.Note(MisusedFunction(reader.kind(), inner->function));
    }
    call.operands.push_back(*std::move(operand));
  } while (reader.Accept(TokenType::kComma));
  if (!reader.Accept(TokenType::kClose)) return reader.SyntaxError();

  if (function && call.operands.size() != OperandCountOf(*function)) {
    reader.Note(IncorrectOperandCount(reader.kind(), name, call.operands.size()));
  }
  return OperandSyntax{std::move(call)};
}

}  // namespace

Result<PathSyntax> ParsePath(TokenReader& reader) {
  PathSyntax path;
  auto root = ParseName(reader);
  if (!root) return root.error();
  path.steps.push_back(*root);
  while (true) {
    const bool name = reader.Accept(TokenType::kDot);
    if (!name && !reader.Accept(TokenType::kOpenBracket)) break;
    auto step = name ? ParseName(reader) : ParseIndex(reader);
    if (!step) return step.error();
    path.steps.push_back(*step);
  }
  if (path.steps.size() > static_cast<std::size_t>(kNestingDepthMax)) {
    reader.Note(ExpressionError(
        reader.kind(), "The document path has too many nesting elements; nesting levels: " +
                           std::to_string(path.steps.size())));
  }
  return path;
}

Result<OperandSyntax> ParseOperand(TokenReader& reader, int depth) {
  if (depth > kParseDepthMax) return TooManyOperators(reader.kind());
  if (reader.PeekType() == TokenType::kValuePlaceholder) {
    return OperandSyntax{ValuePlaceholder{reader.Take().text}};
  }
  const bool is_call = reader.PeekType() == TokenType::kName &&
                       reader.PeekTypeAfter() == TokenType::kOpen &&
                       !IsKeyword(reader.Peek().text, reader.kind());
  if (is_call) return ParseCall(reader, depth);
  auto path = ParsePath(reader);
  if (!path) return path.error();
  return OperandSyntax{*std::move(path)};
}

Error MisusedFunction(ExpressionKind kind, Operator function) {
  std::string what = "The function is not allowed to be used this way in an expression; function: ";
  return ExpressionError(kind, what.append(NameOf(function)));
}

}  // namespace basalt
