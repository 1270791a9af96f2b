// Walks over an expression's tokens and words the errors of every parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "basalt/error.h"
#include "basalt/result.h"
#include "expr/expression_error.h"
#include "expr/lexer.h"

namespace basalt {

// Two sorts of errors: a syntax error ends the parse where it is found; what is grammatical but not
// allowed (a reserved word, an unknown function) is noted, and answered only if the rest of the
// text turns out to be grammatical. Borrows the text. Thread-safety: none; one parse owns it.
class TokenReader {
 public:
  TokenReader(std::string_view text, ExpressionKind kind)
      : text_(text), kind_(kind), tokens_(Tokenize(text)) {}

  ExpressionKind kind() const { return kind_; }

  const Token& Peek() const { return tokens_[position_]; }
  TokenType PeekType() const { return Peek().type; }
  TokenType PeekTypeAfter() const {
    return PeekType() == TokenType::kEnd ? TokenType::kEnd : tokens_[position_ + 1].type;
  }
  bool PeekIsWord(std::string_view upper_case) const {
    return PeekType() == TokenType::kName && IsWord(Peek().text, upper_case);
  }

  // REQUIRES: the next token is not kEnd.
  const Token& Take() { return tokens_[position_++]; }

  // Takes the next token if it is this one.
  bool Accept(TokenType type);
  bool AcceptWord(std::string_view upper_case);

  // The next token is out of place: `Syntax error; token: "x", near: "a x b"`, where the
  // neighbourhood goes from the token before to the one after. Errors are all it answers.
  Error SyntaxError() const;

  // Keeps the first of the errors noted.
  void Note(Error error);
  void NoteRedundantParentheses() { redundant_parentheses_ = true; }

  // Counts towards the limit of operators and functions in an expression.
  void CountOperator();

  // The end of the parse. Errors: text is left over; else what was noted.
  Status Finish();

 private:
  std::string_view text_;
  ExpressionKind kind_;
  std::vector<Token> tokens_;
  std::size_t position_ = 0;
  std::size_t operators_ = 0;
  bool redundant_parentheses_ = false;
  std::optional<Error> noted_;
};

// What AWS checks before it looks into an expression. Errors: it is empty or over 4 KB.
Status CheckExpressionSize(std::string_view text, ExpressionKind kind);

}  // namespace basalt
