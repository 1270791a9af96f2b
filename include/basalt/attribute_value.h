// The owned, changeable form of attribute values: what a program builds and takes apart. Inside,
// and in replies, items travel encoded (encoded_item.h).
//
//   Item item{{"pk", {"dialogue#1"}}, {"round", {Number(3)}}, {"open", {true}}};
//
// Plain values: nothing is checked until a request carries them. DynamoDB's limits then hold: 400
// KB an item, names included; 32 levels of nesting; no empty sets. Source: developer guide, "Data
// types and naming rules", and "Service, account, and table quotas".
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "basalt/number.h"

namespace basalt {

struct Null {
  friend bool operator==(Null, Null) = default;
};

struct Binary {
  std::string bytes;
  friend bool operator==(const Binary&, const Binary&) = default;
  friend auto operator<=>(const Binary&, const Binary&) = default;
};

struct AttributeValue;

using List = std::vector<AttributeValue>;
using Map = std::map<std::string, AttributeValue, std::less<>>;
using StringSet = std::set<std::string>;
using NumberSet = std::set<Number>;
using BinarySet = std::set<Binary>;

// One of DynamoDB's ten types. Strings are UTF-8; sets must not be empty when they are stored.
struct AttributeValue {
  std::variant<Null, bool, Number, std::string, Binary, List, Map, StringSet, NumberSet, BinarySet>
      data;

  friend bool operator==(const AttributeValue&, const AttributeValue&) = default;
};

using Item = Map;

// The attribute of that name; null if there is none. It lives as long as the item is not changed.
inline const AttributeValue* Find(const Item& item, std::string_view name) {
  const auto found = item.find(name);
  return found == item.end() ? nullptr : &found->second;
}

}  // namespace basalt
