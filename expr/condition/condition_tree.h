// A condition bound to a request: what is evaluated. Immutable once built; borrows the request's
// values.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "basalt/item_view.h"
#include "expr/path.h"

namespace basalt {

struct ConditionNode;

// size(path) or size(value).
struct SizeOf {
  std::variant<Path, ValueView> measured;
};

using Operand = std::variant<Path, ValueView, SizeOf>;

enum class Comparator : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual
};

struct Comparison {
  Comparator comparator = Comparator::kEqual;
  Operand left;
  Operand right;
};

struct Between {
  Operand value;
  Operand lower;
  Operand upper;
};

struct In {
  Operand value;
  std::vector<Operand> candidates;
};

struct AttributeExists {
  Path path;
};

struct AttributeType {
  Path path;
  Operand type;  // A type's name, as a string.
};

struct BeginsWith {
  Operand value;
  Operand prefix;
};

struct Contains {
  Operand container;
  Operand element;
};

struct Not {
  std::unique_ptr<ConditionNode> part;
};
struct And {
  std::vector<ConditionNode> parts;
};
struct Or {
  std::vector<ConditionNode> parts;
};

struct ConditionNode {
  std::variant<Comparison, Between, In, AttributeExists, AttributeType, BeginsWith, Contains, Not,
               And, Or>
      node;
};

}  // namespace basalt
