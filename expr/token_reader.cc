#include "expr/token_reader.h"

#include <string>

#include "model/limits.h"

namespace basalt {

bool TokenReader::Accept(TokenType type) {
  if (PeekType() != type) return false;
  if (type != TokenType::kEnd) ++position_;
  return true;
}

bool TokenReader::AcceptWord(std::string_view upper_case) {
  if (!PeekIsWord(upper_case)) return false;
  ++position_;
  return true;
}

Error TokenReader::SyntaxError() const {
  const auto offset_of = [this](const Token& token) {
    return static_cast<std::size_t>(token.text.data() - text_.data());
  };
  const bool at_end = PeekType() == TokenType::kEnd;
  const std::size_t begin =
      position_ > 0 ? offset_of(tokens_[position_ - 1]) : (at_end ? 0 : offset_of(Peek()));

  std::size_t end = text_.size();
  if (!at_end) {
    const Token& after = tokens_[position_ + 1];
    const Token& last = after.type == TokenType::kEnd ? Peek() : after;
    end = offset_of(last) + last.text.size();
  } else if (position_ > 0) {
    end = begin + tokens_[position_ - 1].text.size();
  }

  std::string what = "Syntax error; token: \"";
  what.append(at_end ? "<EOF>" : Peek().text);
  what.append("\", near: \"").append(text_.substr(begin, end - begin)).append("\"");
  return ExpressionError(kind_, what);
}

void TokenReader::Note(Error error) {
  if (!noted_) noted_ = std::move(error);
}

void TokenReader::CountOperator() {
  if (++operators_ > kExpressionOperatorsMax) Note(TooManyOperators(kind_));
}

Status TokenReader::Finish() {
  if (PeekType() != TokenType::kEnd) return SyntaxError();
  if (redundant_parentheses_) {
    return ExpressionError(kind_, "The expression has redundant parentheses;");
  }
  if (noted_) return *std::move(noted_);
  return Done{};
}

Status CheckExpressionSize(std::string_view text, ExpressionKind kind) {
  if (text.empty()) return ExpressionError(kind, "The expression can not be empty;");
  if (text.size() > kExpressionBytesMax) {
    std::string what = "Expression size has exceeded the maximum allowed size;";
    if (kind == ExpressionKind::kFilter) what += " expression size: " + std::to_string(text.size());
    return ExpressionError(kind, what);
  }
  return Done{};
}

}  // namespace basalt
