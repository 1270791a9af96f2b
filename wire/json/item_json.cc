#include "wire/json/item_json.h"

#include "wire/json/base64.h"

namespace basalt::wire {
namespace {

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  out += text;
  out += '"';
}

void AppendBinary(std::string& out, std::string_view bytes) {
  out += '"';
  AppendBase64(out, bytes);
  out += '"';
}

void AppendMap(std::string& out, MapView map) {
  char separator = '{';
  for (const Attribute attribute : map) {
    out += separator;
    separator = ',';
    AppendJsonString(out, attribute.name);
    out += ':';
    AppendValueJson(out, attribute.value);
  }
  if (separator == '{') out += '{';
  out += '}';
}

void AppendList(std::string& out, ListView list) {
  JsonArray array(out);
  for (const ValueView element : list) AppendValueJson(array.Element(), element);
}

void AppendSet(std::string& out, SetView set) {
  JsonArray array(out);
  for (const std::string_view element : set) {
    std::string& place = array.Element();
    switch (set.type()) {
      case ValueType::kNumberSet:
        AppendQuoted(place, element);
        break;
      case ValueType::kBinarySet:
        AppendBinary(place, element);
        break;
      default:
        AppendJsonString(place, element);
    }
  }
}

void AppendPayload(std::string& out, ValueView value) {
  switch (value.type()) {
    case ValueType::kString:
      value.NeedsEscapes() ? AppendJsonString(out, value.AsString())
                           : AppendQuoted(out, value.AsString());
      break;
    case ValueType::kNumber:
      AppendQuoted(out, value.AsNumberText());
      break;
    case ValueType::kBinary:
      AppendBinary(out, value.AsBinary());
      break;
    case ValueType::kBool:
      out += value.AsBool() ? "true" : "false";
      break;
    case ValueType::kNull:
      out += "true";
      break;
    case ValueType::kMap:
      AppendMap(out, value.AsMap());
      break;
    case ValueType::kList:
      AppendList(out, value.AsList());
      break;
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      AppendSet(out, value.AsSet());
      break;
  }
}

}  // namespace

void AppendValueJson(std::string& out, ValueView value) {
  out += "{\"";
  out += TypeName(value.type());
  out += "\":";
  AppendPayload(out, value);
  out += '}';
}

void AppendItemJson(std::string& out, ItemView item) { AppendMap(out, item.attributes()); }

}  // namespace basalt::wire
