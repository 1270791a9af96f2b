// Evaluation on views: nothing is copied and nothing allocated.
#include <algorithm>
#include <cstdint>
#include <optional>

#include "expr/condition/condition.h"
#include "expr/condition/condition_tree.h"
#include "expr/overloaded.h"
#include "model/value/compare.h"

namespace basalt {

namespace {

// What an operand comes to: a value of the item or the request, or a size. Neither, where there is
// no such value, or it has no size.
struct Evaluated {
  std::optional<ValueView> value;
  std::optional<Number> size;

  bool empty() const { return !value && !size; }
};

// In UTF-16 code units.
std::int64_t StringLength(std::string_view text) {
  std::int64_t length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++length;  // The first byte of a character.
    if (byte >= 0xF0) ++length;           // A character outside of the basic plane: a pair.
  }
  return length;
}

std::optional<Number> Measure(ValueView value) {
  const auto number = [](auto count) { return Number(static_cast<std::int64_t>(count)); };
  switch (value.type()) {
    case ValueType::kString:
      return number(StringLength(value.AsString()));
    case ValueType::kBinary:
      return number(value.AsBinary().size());
    case ValueType::kMap:
      return number(value.AsMap().size());
    case ValueType::kList:
      return number(value.AsList().size());
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      return number(value.AsSet().size());
    case ValueType::kNumber:
    case ValueType::kBool:
    case ValueType::kNull:
      return std::nullopt;
  }
  return std::nullopt;
}

Evaluated Evaluate(const Operand& operand, ItemView item) {
  return std::visit(
      Overloaded{
          [&](const Path& path) { return Evaluated{.value = Resolve(path, item), .size = {}}; },
          [](ValueView value) { return Evaluated{.value = value, .size = {}}; },
          [&](const SizeOf& size) {
            const auto* path = std::get_if<Path>(&size.measured);
            const auto measured = path != nullptr
                                      ? Resolve(*path, item)
                                      : std::optional(std::get<ValueView>(size.measured));
            return Evaluated{.value = {}, .size = measured ? Measure(*measured) : std::nullopt};
          },
      },
      operand);
}

std::optional<Number> NumberOf(const Evaluated& evaluated) {
  if (evaluated.size) return evaluated.size;
  const bool is_number = evaluated.value && evaluated.value->type() == ValueType::kNumber;
  return is_number ? std::optional(evaluated.value->AsNumber()) : std::nullopt;
}

bool IsEqual(const Evaluated& left, const Evaluated& right) {
  if (left.value && right.value) return *left.value == *right.value;
  const auto left_number = NumberOf(left);
  return left_number && left_number == NumberOf(right);
}

std::optional<std::strong_ordering> Order(const Evaluated& left, const Evaluated& right) {
  if (left.value && right.value) return Compare(*left.value, *right.value);
  const auto left_number = NumberOf(left);
  const auto right_number = NumberOf(right);
  if (!left_number || !right_number) return std::nullopt;
  return *left_number <=> *right_number;
}

bool Matches(const Comparison& comparison, ItemView item) {
  const Evaluated left = Evaluate(comparison.left, item);
  const Evaluated right = Evaluate(comparison.right, item);
  switch (comparison.comparator) {
    case Comparator::kEqual:
      return IsEqual(left, right);
    case Comparator::kNotEqual:  // True also of what is not there.
      return !IsEqual(left, right);
    case Comparator::kLess:
    case Comparator::kLessOrEqual:
    case Comparator::kGreater:
    case Comparator::kGreaterOrEqual:
      break;
  }
  const auto order = Order(left, right);
  if (!order) return false;
  if (comparison.comparator == Comparator::kLess) return *order < 0;
  if (comparison.comparator == Comparator::kLessOrEqual) return *order <= 0;
  if (comparison.comparator == Comparator::kGreater) return *order > 0;
  return *order >= 0;
}

bool Matches(const Between& between, ItemView item) {
  const Evaluated value = Evaluate(between.value, item);
  const auto above = Order(value, Evaluate(between.lower, item));
  if (!above || *above < 0) return false;
  const auto below = Order(value, Evaluate(between.upper, item));
  return below && *below <= 0;
}

bool Matches(const In& in, ItemView item) {
  const Evaluated value = Evaluate(in.value, item);
  if (value.empty()) return false;
  return std::ranges::any_of(in.candidates, [&](const Operand& candidate) {
    return IsEqual(value, Evaluate(candidate, item));
  });
}

bool Matches(const AttributeType& type, ItemView item) {
  const auto value = Resolve(type.path, item);
  const Evaluated name = Evaluate(type.type, item);
  return value && name.value && name.value->type() == ValueType::kString &&
         TypeName(value->type()) == name.value->AsString();
}

bool Matches(const BeginsWith& begins_with, ItemView item) {
  const auto value = Evaluate(begins_with.value, item).value;
  const auto prefix = Evaluate(begins_with.prefix, item).value;
  if (!value || !prefix || value->type() != prefix->type()) return false;
  if (value->type() == ValueType::kString) return value->AsString().starts_with(prefix->AsString());
  return value->type() == ValueType::kBinary && value->AsBinary().starts_with(prefix->AsBinary());
}

bool SetContains(ValueView container, ValueView element) {
  const SetView set = container.AsSet();
  switch (container.type()) {
    case ValueType::kStringSet:
      return element.type() == ValueType::kString && set.Contains(element.AsString());
    case ValueType::kNumberSet:
      return element.type() == ValueType::kNumber && set.Contains(element.AsNumberText());
    default:
      return element.type() == ValueType::kBinary && set.Contains(element.AsBinary());
  }
}

bool Matches(const Contains& contains, ItemView item) {
  const auto container = Evaluate(contains.container, item).value;
  const auto element = Evaluate(contains.element, item).value;
  if (!container || !element) return false;
  const bool same_type = container->type() == element->type();
  switch (container->type()) {
    case ValueType::kString:
      return same_type && container->AsString().find(element->AsString()) != std::string_view::npos;
    case ValueType::kBinary:
      return same_type && container->AsBinary().find(element->AsBinary()) != std::string_view::npos;
    case ValueType::kList:
      return std::ranges::any_of(container->AsList().begin(), container->AsList().end(),
                                 [&](ValueView member) { return member == *element; });
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      return SetContains(*container, *element);
    case ValueType::kNumber:
    case ValueType::kBool:
    case ValueType::kNull:
    case ValueType::kMap:
      return false;
  }
  return false;
}

bool Holds(const ConditionNode& condition, ItemView item) {
  const auto holds = [&](const ConditionNode& part) { return Holds(part, item); };
  return std::visit(
      Overloaded{
          [&](const AttributeExists& exists) { return Resolve(exists.path, item).has_value(); },
          [&](const Not& negation) { return !holds(*negation.part); },
          [&](const And& all) { return std::ranges::all_of(all.parts, holds); },
          [&](const Or& any) { return std::ranges::any_of(any.parts, holds); },
          [&](const auto& predicate) { return Matches(predicate, item); },
      },
      condition.node);
}

}  // namespace

bool Holds(const Condition& condition, ItemView item) { return Holds(condition.root(), item); }

}  // namespace basalt
