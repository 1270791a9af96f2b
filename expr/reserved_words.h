// The words that no expression may use as an attribute's name. Source: developer guide, "Reserved
// words in DynamoDB".
#pragma once

#include <string_view>

namespace basalt {

// Whatever the case of its letters.
bool IsReservedWord(std::string_view name);

}  // namespace basalt
