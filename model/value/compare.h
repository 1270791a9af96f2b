// DynamoDB's order of values, for expressions.
#pragma once

#include <compare>
#include <optional>

#include "basalt/item_view.h"

namespace basalt {

// Numbers by value, strings by their UTF-8 bytes, binaries by unsigned bytes. Empty where the types
// differ or have no order. (Equality of any two values is ValueView's operator==.)
std::optional<std::strong_ordering> Compare(ValueView left, ValueView right);

}  // namespace basalt
