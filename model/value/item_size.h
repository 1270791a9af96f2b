// What attributes weigh as AWS counts them, for capacity and the 400 KB limit.
// Source: developer guide, "DynamoDB item sizes and formats".
//
//   string, binary   its bytes             null, bool   1
//   number           see NumberTextSize    set          the sum of its elements
//   map, list        3, and 1 an element, and names (UTF-8) and elements
#pragma once

#include <cstddef>
#include <string_view>

#include "basalt/item_view.h"

namespace basalt {

// One attribute of an item: its name and its value.
inline std::size_t AttributeSize(std::string_view name, ValueView value) {
  return name.size() + value.size_bytes();
}

// The sum over attributes: what an item of exactly these weighs.
std::size_t AttributesSize(MapView attributes);

}  // namespace basalt
