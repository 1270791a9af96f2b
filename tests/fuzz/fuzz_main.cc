// The fuzzer: libFuzzer's main, and the target that BASALT_FUZZ_TARGET names. See run.sh.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const basalt::fuzz::FuzzTarget* const target = [] {
    const char* name = std::getenv("BASALT_FUZZ_TARGET");
    const auto* found = name == nullptr ? nullptr : basalt::fuzz::FindFuzzTarget(name);
    if (found == nullptr) {
      std::fprintf(stderr, "BASALT_FUZZ_TARGET is none of:");
      for (const auto& [known, run] : basalt::fuzz::FuzzTargets()) {
        std::fprintf(stderr, " %.*s", static_cast<int>(known.size()), known.data());
      }
      std::fprintf(stderr, "\n");
      std::exit(2);
    }
    return found;
  }();
  target->run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
