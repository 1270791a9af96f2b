#include "engine/query/key_range.h"

#include <utility>

#include "model/key/key_codec.h"

namespace basalt {
namespace {

// Bytes that begin with `prefix`.
struct SortRange {
  std::string begin;
  std::string end;
};

SortRange RangeOfPrefix(const std::string& prefix) {
  return {prefix, prefix.empty() ? std::string() : KeySuccessor(prefix)};
}

std::string Encoded(const std::string& equal, ValueView operand) {
  std::string key = equal;
  AppendKeyValue(key, operand);
  return key;
}

// `equal` is the encoding of the sort attributes that are held equal.
SortRange RangeOf(const std::string& equal, const KeyComparison& comparison) {
  const auto operand = [&](std::size_t position) {
    return Encoded(equal, comparison.operands[position]);
  };
  SortRange range = RangeOfPrefix(equal);
  switch (comparison.key_operator) {
    case KeyOperator::kEqual:
      return RangeOfPrefix(operand(0));
    case KeyOperator::kLess:
      range.end = operand(0);
      return range;
    case KeyOperator::kLessOrEqual:
      range.end = KeySuccessor(operand(0));
      return range;
    case KeyOperator::kGreater:
      range.begin = KeySuccessor(operand(0));
      return range;
    case KeyOperator::kGreaterOrEqual:
      range.begin = operand(0);
      return range;
    case KeyOperator::kBetween:
      return {operand(0), KeySuccessor(operand(1))};
    case KeyOperator::kBeginsWith: {
      const ValueView prefix = comparison.operands[0];
      std::string key = equal;
      AppendKeyPrefix(key,
                      prefix.type() == ValueType::kString ? prefix.AsString() : prefix.AsBinary());
      return RangeOfPrefix(key);
    }
  }
  return range;
}

}  // namespace

RowRange KeyRange::Rows() const {
  if (!end.empty() && end <= begin) return {partition + begin, partition + begin};
  return {partition + begin, end.empty() ? KeySuccessor(partition) : partition + end};
}

KeyRange KeyRangeOf(const ReadTarget& target, const BoundKeyCondition& condition) {
  std::string partition;
  for (const ValueView value : condition.partition) AppendKeyValue(partition, value);

  std::string equal;
  for (const ValueView value : condition.sort_equal) AppendKeyValue(equal, value);

  SortRange sort = condition.range ? RangeOf(equal, *condition.range) : RangeOfPrefix(equal);
  return {.partition = PartitionPrefix(target.id(), partition),
          .begin = std::move(sort.begin),
          .end = std::move(sort.end)};
}

}  // namespace basalt
