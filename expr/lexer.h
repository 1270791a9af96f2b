// Expression text to tokens.
//
//   name              := [A-Za-z_][A-Za-z0-9_]*        Keywords and function names are names.
//   name placeholder  := '#' [A-Za-z0-9_]+
//   value placeholder := ':' [A-Za-z0-9_]+
//   integer           := [0-9]+
//   the rest          := = <> < <= > >= ( ) [ ] . , + -
//
// Blanks separate. Whatever else turns up is a token of its own, one whole character long (UTF-8),
// that no grammar accepts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace basalt {

enum class TokenType : std::uint8_t {
  kName,
  kNamePlaceholder,
  kValuePlaceholder,
  kInteger,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kOpen,
  kClose,
  kOpenBracket,
  kCloseBracket,
  kDot,
  kComma,
  kPlus,
  kMinus,
  kUnknown,
  kEnd,
};

struct Token {
  TokenType type = TokenType::kEnd;
  std::string_view text;  // A part of the expression; empty, at its end, for kEnd.
};

// Total: every text has tokens, the last of them kEnd. Borrows the text.
std::vector<Token> Tokenize(std::string_view text);

// Whether `text` is a marker, '#' or ':', and a name such as the lexer reads after it.
bool IsPlaceholder(std::string_view text, char marker);

// Case-insensitive over ASCII. REQUIRES: `upper_case` is.
bool IsWord(std::string_view text, std::string_view upper_case);

}  // namespace basalt
