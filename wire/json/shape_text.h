// How AWS shows a request's value in "Value '...' at '...' failed to satisfy constraint": as the
// text that its Java objects make of themselves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/json/json_document.h"

namespace basalt::wire {

// `shape` is the service model's name of the structure that `value`, or each element of a list, is;
// "{}" before it makes it a map of such structures; empty is for anything without structures. Cut
// short after a megabyte, which AWS does not do.
std::string ShapeText(const JsonValue& value, std::string_view shape);

}  // namespace basalt::wire
