// Writing structures as items and reading them back, for records in the catalog.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/attribute_value.h"
#include "basalt/clock.h"
#include "basalt/enums.h"
#include "basalt/table_requests.h"

namespace basalt {

inline void SetText(Item& item, std::string_view name, std::string text) {
  item[std::string(name)].data = std::move(text);
}
inline void SetInt(Item& item, std::string_view name, std::int64_t value) {
  item[std::string(name)].data = Number(value);
}
inline void SetBool(Item& item, std::string_view name, bool value) {
  item[std::string(name)].data = value;
}
inline void SetTime(Item& item, std::string_view name, TimePoint time) {
  SetInt(item, name, time.time_since_epoch().count());
}
template <typename E>
void SetEnum(Item& item, std::string_view name, E value) {
  SetText(item, name, std::string(NameOf(value)));
}
inline void SetMap(Item& item, std::string_view name, Map map) {
  item[std::string(name)].data = std::move(map);
}
template <typename T, typename ToMap>
void SetList(Item& item, std::string_view name, const std::vector<T>& elements, ToMap to_map) {
  List list;
  for (const T& element : elements) list.push_back({to_map(element)});
  item[std::string(name)].data = std::move(list);
}

// Readers answer with nothing where the attribute is absent or of another type.
template <typename T>
const T* GetAs(const Item& item, std::string_view name) {
  const AttributeValue* value = Find(item, name);
  return value == nullptr ? nullptr : std::get_if<T>(&value->data);
}

inline std::optional<std::string> GetText(const Item& item, std::string_view name) {
  const auto* text = GetAs<std::string>(item, name);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

inline std::optional<bool> GetBool(const Item& item, std::string_view name) {
  const bool* value = GetAs<bool>(item, name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> GetInt(const Item& item, std::string_view name);

inline std::optional<TimePoint> GetTime(const Item& item, std::string_view name) {
  const auto value = GetInt(item, name);
  return value ? std::optional(TimePoint(std::chrono::milliseconds(*value))) : std::nullopt;
}

template <typename E>
std::optional<E> GetEnum(const Item& item, std::string_view name) {
  const auto* text = GetAs<std::string>(item, name);
  if (text == nullptr) return std::nullopt;
  for (std::size_t position = 0; position < kNames<E>.size(); ++position) {
    if (kNames<E>[position] == *text) return static_cast<E>(position);
  }
  return std::nullopt;
}

// The elements that are maps, as `from_map` makes them.
template <typename T, typename FromMap>
std::vector<T> GetList(const Item& item, std::string_view name, FromMap from_map) {
  std::vector<T> elements;
  const List* list = GetAs<List>(item, name);
  if (list == nullptr) return elements;
  for (const AttributeValue& element : *list) {
    if (const Map* map = std::get_if<Map>(&element.data)) elements.push_back(from_map(*map));
  }
  return elements;
}

// A key schema, under the name KeySchema.
void SetKeySchema(Item& item, const std::vector<KeySchemaElement>& key_schema);
std::vector<KeySchemaElement> GetKeySchema(const Item& item);

}  // namespace basalt
