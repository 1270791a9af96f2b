#include "model/value/compare.h"

#include "model/value/number_text.h"

namespace basalt {

std::optional<std::strong_ordering> Compare(ValueView left, ValueView right) {
  if (left.type() != right.type()) return std::nullopt;
  switch (left.type()) {
    case ValueType::kNumber:
      return CompareNumberTexts(left.AsNumberText(), right.AsNumberText());
    case ValueType::kString:
    case ValueType::kBinary:
      return left.AsBinary().compare(right.AsBinary()) <=> 0;
    case ValueType::kBool:
    case ValueType::kNull:
    case ValueType::kMap:
    case ValueType::kList:
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      break;
  }
  return std::nullopt;
}

}  // namespace basalt
