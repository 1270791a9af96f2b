// A key condition is a condition of which little is left: comparisons of key attributes with
// values, joined by AND.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "expr/condition/condition_binder.h"
#include "expr/key_condition/key_condition.h"
#include "expr/overloaded.h"

namespace basalt {

namespace {

constexpr ExpressionKind kKind = ExpressionKind::kKeyCondition;

Error InvalidOperator(std::string_view name) {
  std::string message = "Invalid operator used in KeyConditionExpression: ";
  return ValidationError(message.append(name));
}

Error InvalidCondition(std::string_view what) {
  std::string message = "Invalid condition in KeyConditionExpression: ";
  return ValidationError(message.append(what));
}

// `5 < a` is `a > 5`.
KeyOperator Mirrored(KeyOperator key_operator) {
  switch (key_operator) {
    case KeyOperator::kLess:
      return KeyOperator::kGreater;
    case KeyOperator::kLessOrEqual:
      return KeyOperator::kGreaterOrEqual;
    case KeyOperator::kGreater:
      return KeyOperator::kLess;
    case KeyOperator::kGreaterOrEqual:
      return KeyOperator::kLessOrEqual;
    case KeyOperator::kEqual:
    case KeyOperator::kBetween:
    case KeyOperator::kBeginsWith:
      return key_operator;
  }
  return key_operator;
}

KeyOperator KeyOperatorOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::kLess:
      return KeyOperator::kLess;
    case Comparator::kLessOrEqual:
      return KeyOperator::kLessOrEqual;
    case Comparator::kGreater:
      return KeyOperator::kGreater;
    case Comparator::kGreaterOrEqual:
      return KeyOperator::kGreaterOrEqual;
    case Comparator::kEqual:
    case Comparator::kNotEqual:
      return KeyOperator::kEqual;
  }
  return KeyOperator::kEqual;
}

class Collector {
 public:
  Status Collect(const ConditionNode& condition) {
    return std::visit([this](const auto& node) { return Add(node); }, condition.node);
  }
  KeyCondition Take() && { return std::move(collected_); }

 private:
  Status Add(const And& all) {
    for (const ConditionNode& part : all.parts) {
      if (auto collected = Collect(part); !collected) return collected;
    }
    return Done{};
  }

  Status Add(const Comparison& comparison) {
    if (comparison.comparator == Comparator::kNotEqual) return InvalidOperator("<>");
    const KeyOperator key_operator = KeyOperatorOf(comparison.comparator);
    const Operand& left = comparison.left;
    const Operand& right = comparison.right;
    if (auto simple = CheckSimple({&left, &right}); !simple) return simple;
    if (const auto* path = std::get_if<Path>(&left)) {
      return Add(*path, key_operator, {std::get<ValueView>(right)});
    }
    return Add(std::get<Path>(right), Mirrored(key_operator), {std::get<ValueView>(left)});
  }

  Status Add(const Between& between) {
    if (auto simple = CheckSimple({&between.value, &between.lower, &between.upper}); !simple) {
      return simple;
    }
    const auto* path = std::get_if<Path>(&between.value);
    if (path == nullptr) {
      return InvalidCondition("BETWEEN operator must have the key attribute as its first operand");
    }
    return Add(*path, KeyOperator::kBetween,
               {std::get<ValueView>(between.lower), std::get<ValueView>(between.upper)});
  }

  Status Add(const BeginsWith& begins_with) {
    if (auto simple = CheckSimple({&begins_with.value, &begins_with.prefix}); !simple) {
      return simple;
    }
    const auto* path = std::get_if<Path>(&begins_with.value);
    if (path == nullptr) {
      return InvalidCondition(
          "begins_with operator must have the key attribute as its first operand");
    }
    return Add(*path, KeyOperator::kBeginsWith, {std::get<ValueView>(begins_with.prefix)});
  }

  Status Add(const Or&) { return InvalidOperator("OR"); }
  Status Add(const In&) { return InvalidOperator("IN"); }
  Status Add(const Contains&) { return InvalidOperator("contains"); }
  Status Add(const AttributeExists&) { return InvalidOperator("attribute_exists"); }
  Status Add(const AttributeType&) { return InvalidOperator("attribute_type"); }
  Status Add(const Not& negation) {
    // attribute_not_exists is bound as the negation it means.
    return InvalidOperator(std::holds_alternative<AttributeExists>(negation.part->node)
                               ? "attribute_not_exists"
                               : "NOT");
  }

  // One key attribute, and values; nothing nested.
  static Status CheckSimple(std::initializer_list<const Operand*> operands) {
    int paths = 0;
    for (const Operand* operand : operands) {
      if (std::holds_alternative<SizeOf>(*operand)) {
        return ExpressionError(kKind, "KeyConditionExpressions cannot contain nested operations");
      }
      if (std::holds_alternative<Path>(*operand)) ++paths;
    }
    if (paths > 1) return InvalidCondition("Multiple attribute names used in one condition");
    if (paths == 0) return InvalidCondition("No key attribute specified");
    return Done{};
  }

  Status Add(const Path& path, KeyOperator key_operator, std::vector<ValueView> operands) {
    if (!path.steps.empty()) {
      return ExpressionError(kKind,
                             "KeyConditionExpressions cannot have conditions on nested attributes");
    }
    const auto is_same = [&](const KeyComparison& other) { return other.attribute == path.root; };
    if (std::ranges::any_of(collected_.comparisons, is_same)) {
      return ExpressionError(kKind,
                             "KeyConditionExpressions must only contain one condition per key");
    }
    collected_.comparisons.push_back(
        {.attribute = path.root, .key_operator = key_operator, .operands = std::move(operands)});
    return Done{};
  }

  KeyCondition collected_;
};

}  // namespace

Result<KeyCondition> ParseKeyCondition(std::string_view text, Placeholders& placeholders) {
  auto syntax = ParseConditionSyntax(text, kKind);
  if (!syntax) return syntax.error();
  Binder binder(kKind, placeholders);
  auto condition = BindCondition(*syntax, binder);
  if (!condition) return condition.error();
  Collector collector;
  if (auto collected = collector.Collect(*condition); !collected) return collected.error();
  return std::move(collector).Take();
}

}  // namespace basalt
