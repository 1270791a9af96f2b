#include "tests/unit/expr/json_item.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

#include "basalt/base64.h"

namespace basalt::expr_test {

namespace {

using Json = rapidjson::Value;

[[noreturn]] void BadCaseFile(std::string_view what, std::string_view json) {
  std::fprintf(stderr, "case file: %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(json.size()), json.data());
  std::abort();
}

rapidjson::Document ParseJson(std::string_view json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError()) BadCaseFile("not JSON", json);
  return document;
}

std::string TextOf(const Json& json) {
  if (!json.IsString()) BadCaseFile("not a string", {});
  return {json.GetString(), json.GetStringLength()};
}

std::string FromBase64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int bit_count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6U | static_cast<unsigned>(kDigits.find(c));
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(bit_count) & 0xFFU);
  }
  return bytes;
}

Number NumberFromText(const std::string& text) {
  auto number = Number::Parse(text);
  if (!number) BadCaseFile("not a number", text);
  return *number;
}

AttributeValue ValueFromJson(const Json& json);

Map MapFromJson(const Json& json) {
  Map map;
  for (const auto& member : json.GetObject()) {
    map[TextOf(member.name)] = ValueFromJson(member.value);
  }
  return map;
}

template <typename Set, typename Convert>
AttributeValue SetFromJson(const Json& json, Convert convert) {
  Set set;
  for (const Json& element : json.GetArray()) set.insert(convert(TextOf(element)));
  return {set};
}

AttributeValue ValueFromJson(const Json& json) {
  if (!json.IsObject() || json.MemberCount() != 1) BadCaseFile("not an attribute value", {});
  const std::string type = TextOf(json.MemberBegin()->name);
  const Json& content = json.MemberBegin()->value;
  const auto to_binary = [](const std::string& text) { return Binary{FromBase64(text)}; };
  const auto as_is = [](const std::string& text) { return text; };
  if (type == "S") return {TextOf(content)};
  if (type == "N") return {NumberFromText(TextOf(content))};
  if (type == "B") return {to_binary(TextOf(content))};
  if (type == "BOOL") return {content.GetBool()};
  if (type == "NULL") return {Null{}};
  if (type == "M") return {MapFromJson(content)};
  if (type == "SS") return SetFromJson<StringSet>(content, as_is);
  if (type == "NS") return SetFromJson<NumberSet>(content, NumberFromText);
  if (type == "BS") return SetFromJson<BinarySet>(content, to_binary);
  if (type != "L") BadCaseFile("no such type", type);
  List list;
  for (const Json& element : content.GetArray()) list.push_back(ValueFromJson(element));
  return {list};
}

std::vector<RequestValue> ValuesFromJson(const Json& json) {
  std::vector<RequestValue> values;
  for (const Json& element : json.GetArray()) values.emplace_back(ValueFromJson(element));
  return values;
}

template <typename Enum>
Enum EnumFromJson(const Json& json) {
  const std::string name = TextOf(json);
  for (std::size_t i = 0; i < kNames<Enum>.size(); ++i) {
    if (kNames<Enum>[i] == name) return static_cast<Enum>(i);
  }
  BadCaseFile("no such enumerator", name);
}

std::string Quoted(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string ContentOf(ValueView value);

std::string ToJson(MapView map) {
  std::string json;
  for (const Attribute attribute : map) {
    json += (json.empty() ? "" : ", ") + Quoted(attribute.name) + ": " +
            basalt::expr_test::ToJson(attribute.value);
  }
  return "{" + json + "}";
}

std::string ToBase64(std::string_view bytes) {
  std::string text;
  AppendBase64(text, bytes);
  return text;
}

std::string ContentOf(ValueView value) {
  std::string elements;
  const auto add = [&](const std::string& element) {
    elements += (elements.empty() ? "" : ", ") + element;
  };
  switch (value.type()) {
    case ValueType::kString:
      return Quoted(value.AsString());
    case ValueType::kNumber:
      return Quoted(value.AsNumberText());
    case ValueType::kBinary:
      return Quoted(ToBase64(value.AsBinary()));
    case ValueType::kBool:
      return value.AsBool() ? "true" : "false";
    case ValueType::kNull:
      return "true";
    case ValueType::kMap:
      return ToJson(value.AsMap());
    case ValueType::kList:
      for (const ValueView element : value.AsList()) add(basalt::expr_test::ToJson(element));
      break;
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
      for (const std::string_view element : value.AsSet()) add(Quoted(element));
      break;
    case ValueType::kBinarySet:
      for (const std::string_view element : value.AsSet()) add(Quoted(ToBase64(element)));
      break;
  }
  return "[" + elements + "]";
}

}  // namespace

RequestItem ItemFromJson(std::string_view json) { return {MapFromJson(ParseJson(json))}; }

ExpressionAttributeNames NamesFromJson(std::string_view json) {
  ExpressionAttributeNames names;
  const rapidjson::Document document = ParseJson(json);
  for (const auto& member : document.GetObject()) {
    names[TextOf(member.name)] = TextOf(member.value);
  }
  return names;
}

std::vector<std::string> StringsFromJson(std::string_view json) {
  std::vector<std::string> strings;
  const rapidjson::Document document = ParseJson(json);
  for (const Json& element : document.GetArray()) strings.push_back(TextOf(element));
  return strings;
}

std::string StringFromJson(std::string_view json) { return TextOf(ParseJson(json)); }

ExpectedAttributes ExpectedFromJson(std::string_view json) {
  ExpectedAttributes expected;
  const rapidjson::Document document = ParseJson(json);
  for (const auto& member : document.GetObject()) {
    ExpectedAttributeValue value;
    for (const auto& part : member.value.GetObject()) {
      const std::string name = TextOf(part.name);
      if (name == "Value") value.value = ValueFromJson(part.value);
      if (name == "Exists") value.exists = part.value.GetBool();
      if (name == "AttributeValueList") value.attribute_value_list = ValuesFromJson(part.value);
      if (name == "ComparisonOperator") {
        value.comparison_operator = EnumFromJson<ComparisonOperator>(part.value);
      }
    }
    expected.emplace(TextOf(member.name), std::move(value));
  }
  return expected;
}

LegacyConditions ConditionsFromJson(std::string_view json) {
  LegacyConditions conditions;
  const rapidjson::Document document = ParseJson(json);
  for (const auto& member : document.GetObject()) {
    LegacyCondition condition;
    for (const auto& part : member.value.GetObject()) {
      const std::string name = TextOf(part.name);
      if (name == "AttributeValueList") condition.attribute_value_list = ValuesFromJson(part.value);
      if (name == "ComparisonOperator") {
        condition.comparison_operator = EnumFromJson<ComparisonOperator>(part.value);
      }
    }
    conditions.emplace(TextOf(member.name), std::move(condition));
  }
  return conditions;
}

AttributeUpdates UpdatesFromJson(std::string_view json) {
  AttributeUpdates updates;
  const rapidjson::Document document = ParseJson(json);
  for (const auto& member : document.GetObject()) {
    AttributeValueUpdate update;
    for (const auto& part : member.value.GetObject()) {
      const std::string name = TextOf(part.name);
      if (name == "Value") update.value = ValueFromJson(part.value);
      if (name == "Action") update.action = EnumFromJson<AttributeAction>(part.value);
    }
    updates.emplace(TextOf(member.name), std::move(update));
  }
  return updates;
}

std::string ToJson(ItemView item) { return ToJson(item.attributes()); }

std::string ToJson(ValueView value) {
  return "{\"" + std::string(TypeName(value.type())) + "\": " + ContentOf(value) + "}";
}

}  // namespace basalt::expr_test
