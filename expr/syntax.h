// The parts that all expressions are made of, as they are written: parsed, not yet bound to a
// request's names and values. They borrow the expression's text and nothing else, so that a parse
// can be kept with its text and bound again for the next request.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "expr/operators.h"

namespace basalt {

struct NamePlaceholder {
  std::string_view text;  // With its '#'.
};
struct ValuePlaceholder {
  std::string_view text;  // With its ':'.
};

// The first step is never an index.
struct PathSyntax {
  using Step = std::variant<std::string_view, NamePlaceholder, std::size_t>;
  std::vector<Step> steps;
};

struct OperandSyntax;

// A function call or, in update expressions, a sum or difference.
struct CallSyntax {
  Operator function = Operator::kSize;
  std::vector<OperandSyntax> operands;
};

struct OperandSyntax {
  std::variant<PathSyntax, ValuePlaceholder, CallSyntax> node;
};

}  // namespace basalt
