#include "basalt/item_view.h"

#include <algorithm>
#include <cassert>

#include "basalt/result.h"
#include "model/value/item_size.h"
#include "model/value/number_text.h"

namespace basalt {
namespace {

constexpr std::size_t kCollectionOverheadBytes = 3;

std::size_t SizeOfMap(MapView map) {
  return kCollectionOverheadBytes + map.size() + AttributesSize(map);
}

std::size_t SizeOfList(ListView list) {
  std::size_t size = kCollectionOverheadBytes + list.size();
  for (const ValueView element : list) size += element.size_bytes();
  return size;
}

std::size_t SizeOfSet(SetView set) {
  std::size_t size = 0;
  for (const std::string_view element : set) {
    size += set.type() == ValueType::kNumberSet ? NumberTextSize(element) : element.size();
  }
  return size;
}

}  // namespace

Number ValueView::AsNumber() const {
  const auto number = Number::Parse(AsNumberText());
  assert(number);
  return *number;
}

std::size_t ValueView::size_bytes() const {
  switch (type()) {
    case ValueType::kString:
    case ValueType::kBinary:
      return AsString().size();
    case ValueType::kNumber:
      return NumberTextSize(AsNumberText());
    case ValueType::kBool:
    case ValueType::kNull:
      return 1;
    case ValueType::kMap:
      return SizeOfMap(AsMap());
    case ValueType::kList:
      return SizeOfList(AsList());
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      break;
  }
  return SizeOfSet(AsSet());
}

std::optional<ValueView> ListView::At(std::size_t position) const {
  if (position >= size()) return std::nullopt;
  return *std::next(begin(), static_cast<std::ptrdiff_t>(position));
}

bool SetView::Contains(std::string_view element) const {
  return std::any_of(begin(), end(), [&](std::string_view held) { return held == element; });
}

std::size_t AttributesSize(MapView attributes) {
  std::size_t size = 0;
  for (const Attribute attribute : attributes) {
    size += AttributeSize(attribute.name, attribute.value);
  }
  return size;
}

}  // namespace basalt
