// Trees to the encoded form and back.
#include <string>
#include <type_traits>
#include <variant>

#include "basalt/attribute_value.h"
#include "basalt/encoded_item.h"
#include "basalt/request_values.h"
#include "basalt/value_builder.h"

namespace basalt {
namespace {

void BuildMap(ValueBuilder& builder, const Map& map) {
  builder.BeginMap();
  for (const auto& [name, value] : map) {
    if (builder.faulty()) return;
    builder.Name(name);
    builder.Value(value);
  }
  builder.EndMap();
}

void BuildList(ValueBuilder& builder, const List& list) {
  builder.BeginList();
  for (const AttributeValue& element : list) {
    if (builder.faulty()) return;
    builder.Value(element);
  }
  builder.EndList();
}

ValueBuilder BuilderOf(const Item& item) {
  ValueBuilder builder;
  BuildMap(builder, item);
  return builder;
}

ValueBuilder BuilderOf(const AttributeValue& value) {
  ValueBuilder builder;
  builder.Value(value);
  return builder;
}

Map ToMap(MapView view) {
  Map map;
  for (const Attribute entry : view) {
    map.emplace_hint(map.end(), entry.name, ToAttributeValue(entry.value));
  }
  return map;
}

List ToList(ListView view) {
  List list;
  list.reserve(view.size());
  for (const ValueView element : view) list.push_back(ToAttributeValue(element));
  return list;
}

NumberSet ToNumberSet(SetView view) {
  NumberSet numbers;
  for (const std::string_view text : view) numbers.insert(numbers.end(), *Number::Parse(text));
  return numbers;
}

BinarySet ToBinarySet(SetView view) {
  BinarySet binaries;
  for (const std::string_view bytes : view) {
    binaries.insert(binaries.end(), Binary{std::string(bytes)});
  }
  return binaries;
}

}  // namespace

void ValueBuilder::Value(const AttributeValue& value) {
  const auto build_set = [this](ValueType type, const auto& set, const auto& text_of) {
    BeginSet(type);
    for (const auto& element : set) SetElement(text_of(element));
    EndSet();
  };
  const auto itself = [](const std::string& text) -> std::string_view { return text; };

  std::visit(
      [&](const auto& data) {
        using T = std::decay_t<decltype(data)>;
        if constexpr (std::is_same_v<T, basalt::Null>) Null();
        if constexpr (std::is_same_v<T, bool>) Bool(data);
        if constexpr (std::is_same_v<T, basalt::Number>) Number(data);
        if constexpr (std::is_same_v<T, std::string>) String(data);
        if constexpr (std::is_same_v<T, basalt::Binary>) Binary(data.bytes);
        if constexpr (std::is_same_v<T, List>) BuildList(*this, data);
        if constexpr (std::is_same_v<T, Map>) BuildMap(*this, data);
        if constexpr (std::is_same_v<T, StringSet>) build_set(ValueType::kStringSet, data, itself);
        if constexpr (std::is_same_v<T, NumberSet>) {
          build_set(ValueType::kNumberSet, data,
                    [](const basalt::Number& number) { return number.ToString(); });
        }
        if constexpr (std::is_same_v<T, BinarySet>) {
          build_set(ValueType::kBinarySet, data,
                    [](const basalt::Binary& binary) -> std::string_view { return binary.bytes; });
        }
      },
      value.data);
}

Result<EncodedItem> Encode(const Item& item) { return BuilderOf(item).FinishItem(); }

Result<EncodedValue> Encode(const AttributeValue& value) { return BuilderOf(value).FinishValue(); }

AttributeValue ToAttributeValue(ValueView value) {
  switch (value.type()) {
    case ValueType::kString:
      return {std::string(value.AsString())};
    case ValueType::kNumber:
      return {value.AsNumber()};
    case ValueType::kBinary:
      return {Binary{std::string(value.AsBinary())}};
    case ValueType::kBool:
      return {value.AsBool()};
    case ValueType::kNull:
      return {Null{}};
    case ValueType::kMap:
      return {ToMap(value.AsMap())};
    case ValueType::kList:
      return {ToList(value.AsList())};
    case ValueType::kStringSet:
      return {StringSet(value.AsSet().begin(), value.AsSet().end())};
    case ValueType::kNumberSet:
      return {ToNumberSet(value.AsSet())};
    case ValueType::kBinarySet:
      break;
  }
  return {ToBinarySet(value.AsSet())};
}

Item ToItem(ItemView item) { return ToMap(item.attributes()); }

Item EncodedItem::ToItem() const { return basalt::ToItem(view()); }

AttributeValue EncodedValue::ToAttributeValue() const { return basalt::ToAttributeValue(view()); }

RequestItem::RequestItem(ValueBuilder&& builder) : fault_attribute(builder.fault_attribute()) {
  Result<EncodedItem> finished = std::move(builder).FinishItem();
  if (finished) {
    item = *std::move(finished);
  } else {
    fault = finished.error();
  }
}

RequestItem::RequestItem(const Item& tree) : RequestItem(BuilderOf(tree)) {
  if (!fault) return;
  for (const auto& [name, value] : tree) fault_names.push_back(name);
}

RequestValue::RequestValue(ValueBuilder&& builder) {
  Result<EncodedValue> finished = std::move(builder).FinishValue();
  if (finished) {
    value = *std::move(finished);
  } else {
    fault = finished.error();
  }
}

RequestValue::RequestValue(const AttributeValue& tree) : RequestValue(BuilderOf(tree)) {}

}  // namespace basalt
