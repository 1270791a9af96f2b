// Ends a fuzzed process where a promise is broken.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace basalt::fuzz {

// `promise` says what should have held, `seen` what was there instead.
inline void Require(bool holds, std::string_view promise, std::string_view seen = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s: %.*s\n", static_cast<int>(promise.size()), promise.data(),
               static_cast<int>(seen.size()), seen.data());
  std::abort();
}

}  // namespace basalt::fuzz
