// Binds names and values of an expression's syntax to those of a request.
#pragma once

#include <string_view>

#include "basalt/result.h"
#include "expr/path.h"
#include "expr/placeholders.h"
#include "expr/syntax.h"

namespace basalt {

// Borrows the placeholders. Thread-safety: none; one request owns it.
class Binder {
 public:
  Binder(ExpressionKind kind, Placeholders& placeholders)
      : kind_(kind), placeholders_(placeholders) {}

  ExpressionKind kind() const { return kind_; }

  // Errors: kValidation, "An expression attribute name used in the document path is not defined;
  // attribute name: #n", and the like for values.
  Result<Path> BindPath(const PathSyntax& syntax);
  Result<ValueView> BindValue(ValuePlaceholder placeholder);

 private:
  ExpressionKind kind_;
  Placeholders& placeholders_;
};

}  // namespace basalt
