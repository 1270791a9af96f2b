#include "expr/lexer.h"

#include <algorithm>
#include <cstddef>

namespace basalt {

namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// What a name may go on with, and a placeholder consist of; a name does not start with "_".
bool IsNamePart(char c) { return IsLetter(c) || IsDigit(c) || c == '_'; }

char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

template <typename Predicate>
std::size_t CountWhile(std::string_view text, std::size_t from, Predicate holds) {
  const auto begin = text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size()));
  return static_cast<std::size_t>(std::find_if_not(begin, text.end(), holds) - begin);
}

// The bytes of the character that `text` starts with; of a malformed one, as many as belong
// together.
std::size_t CharacterBytes(std::string_view text) {
  constexpr std::size_t kCharacterBytesMax = 4;
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  };
  if (static_cast<unsigned char>(text.front()) < 0xC0) return 1;
  return 1 + CountWhile(text.substr(0, kCharacterBytesMax), 1, is_continuation);
}

Token TokenOf(TokenType type, std::string_view text, std::size_t bytes) {
  return {.type = type, .text = text.substr(0, bytes)};
}

// REQUIRES: `text` is not empty.
Token Symbol(std::string_view text) {
  const char next = text.size() > 1 ? text[1] : '\0';
  switch (text.front()) {
    case '=':
      return TokenOf(TokenType::kEqual, text, 1);
    case '<':
      if (next == '>') return TokenOf(TokenType::kNotEqual, text, 2);
      if (next == '=') return TokenOf(TokenType::kLessOrEqual, text, 2);
      return TokenOf(TokenType::kLess, text, 1);
    case '>':
      if (next == '=') return TokenOf(TokenType::kGreaterOrEqual, text, 2);
      return TokenOf(TokenType::kGreater, text, 1);
    case '(':
      return TokenOf(TokenType::kOpen, text, 1);
    case ')':
      return TokenOf(TokenType::kClose, text, 1);
    case '[':
      return TokenOf(TokenType::kOpenBracket, text, 1);
    case ']':
      return TokenOf(TokenType::kCloseBracket, text, 1);
    case '.':
      return TokenOf(TokenType::kDot, text, 1);
    case ',':
      return TokenOf(TokenType::kComma, text, 1);
    case '+':
      return TokenOf(TokenType::kPlus, text, 1);
    case '-':
      return TokenOf(TokenType::kMinus, text, 1);
    default:
      return TokenOf(TokenType::kUnknown, text, CharacterBytes(text));
  }
}

// REQUIRES: `text` is not empty and does not start with a blank.
Token FirstToken(std::string_view text) {
  const char first = text.front();
  if (IsLetter(first)) return TokenOf(TokenType::kName, text, CountWhile(text, 0, IsNamePart));
  if (IsDigit(first)) return TokenOf(TokenType::kInteger, text, CountWhile(text, 0, IsDigit));
  if (first == '#' || first == ':') {
    const std::size_t bytes = CountWhile(text, 1, IsNamePart);
    if (bytes == 0) return TokenOf(TokenType::kUnknown, text, 1);
    return TokenOf(first == '#' ? TokenType::kNamePlaceholder : TokenType::kValuePlaceholder, text,
                   1 + bytes);
  }
  return Symbol(text);
}

}  // namespace

std::vector<Token> Tokenize(std::string_view text) {
  constexpr std::size_t kBytesPerToken = 4;  // A guess that spares most regrowth.
  std::vector<Token> tokens;
  tokens.reserve(text.size() / kBytesPerToken + 2);
  std::string_view rest = text;
  while (true) {
    rest.remove_prefix(CountWhile(rest, 0, IsBlank));
    if (rest.empty()) break;
    tokens.push_back(FirstToken(rest));
    rest.remove_prefix(tokens.back().text.size());
  }
  tokens.push_back({.type = TokenType::kEnd, .text = rest});
  return tokens;
}

bool IsPlaceholder(std::string_view text, char marker) {
  return text.size() > 1 && text.front() == marker &&
         CountWhile(text, 1, IsNamePart) == text.size() - 1;
}

bool IsWord(std::string_view text, std::string_view upper_case) {
  return std::ranges::equal(text, upper_case, {}, ToUpper);
}

}  // namespace basalt
