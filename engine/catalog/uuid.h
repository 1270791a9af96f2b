// Ids that never repeat, in AWS's form.
#pragma once

#include <string>

namespace basalt {

// A random UUID (version 4), in lower case. Thread-safe.
std::string NewUuid();

}  // namespace basalt
