// Whether a text is JSON at all.
#pragma once

#include <string_view>

namespace basalt::wire {

// True for exactly one JSON value in valid UTF-8, with nothing but white space around it. Nesting
// of any depth takes no stack. Thread-safe.
bool IsJson(std::string_view text);

}  // namespace basalt::wire
