// How AWS writes document paths in its messages.
#pragma once

#include <string>

#include "expr/path.h"

namespace basalt {

// a.b[2] is "[a, b, [2]]".
std::string PathText(const Path& path);

}  // namespace basalt
