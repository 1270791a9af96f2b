#include "engine/catalog/record_fields.h"

#include <charconv>

namespace basalt {

std::optional<std::int64_t> GetInt(const Item& item, std::string_view name) {
  const auto* number = GetAs<Number>(item, name);
  if (number == nullptr) return std::nullopt;
  const std::string text = number->ToString();
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = failure == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

void SetKeySchema(Item& item, const std::vector<KeySchemaElement>& key_schema) {
  SetList(item, "KeySchema", key_schema, [](const KeySchemaElement& element) {
    Map map;
    SetText(map, "AttributeName", element.attribute_name);
    SetEnum(map, "KeyType", element.key_type);
    return map;
  });
}

std::vector<KeySchemaElement> GetKeySchema(const Item& item) {
  return GetList<KeySchemaElement>(item, "KeySchema", [](const Map& map) {
    return KeySchemaElement{GetText(map, "AttributeName").value_or(""),
                            GetEnum<KeyType>(map, "KeyType").value_or(KeyType::kHash)};
  });
}

}  // namespace basalt
