#include "tests/fuzz/fuzz_targets.h"

#include <algorithm>
#include <array>

namespace basalt::fuzz {
namespace {

constexpr std::array<FuzzTarget, 8> kTargets{{
    {"expressions", FuzzExpressions},
    {"http", FuzzHttp},
    {"items", FuzzItems},
    {"keys", FuzzKeys},
    {"pages", FuzzPages},
    {"requests", FuzzRequests},
    {"rows", FuzzRows},
    {"signatures", FuzzSignatures},
}};

}  // namespace

std::span<const FuzzTarget> FuzzTargets() { return kTargets; }

const FuzzTarget* FindFuzzTarget(std::string_view name) {
  const auto found = std::ranges::find(kTargets, name, &FuzzTarget::name);
  return found == kTargets.end() ? nullptr : &*found;
}

}  // namespace basalt::fuzz
