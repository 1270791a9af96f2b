// How the tests lose power: again and again on one disk, and on one disk after another.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

#include "tests/unit/model/random_values.h"

namespace basalt::fault_test {

// BASALT_CRASH_CYCLES, or 100.
inline int CyclesOfThisRun() {
  const char* text = std::getenv("BASALT_CRASH_CYCLES");
  return text != nullptr ? std::atoi(text) : 100;
}

// Has each world of `make_world(seed)` go through up to 25 of the cycles of this run, and then
// gives it to `at_end`. Stops at the first failure.
template <typename MakeWorld, typename AtEnd>
void LosePowerAgainAndAgain(const MakeWorld& make_world, const AtEnd& at_end) {
  constexpr int kCyclesOfOneDisk = 25;
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  std::mt19937_64 random(seed);
  for (int cycles = CyclesOfThisRun(); cycles > 0; cycles -= kCyclesOfOneDisk) {
    auto world = make_world(random());
    for (int cycle = 0; cycle < std::min(cycles, kCyclesOfOneDisk); ++cycle) {
      SCOPED_TRACE("cycle " + std::to_string(cycle) + ", " + std::to_string(cycles) + " to go");
      world.Cycle();
      if (testing::Test::HasFailure()) return;
    }
    at_end(world);
  }
}

}  // namespace basalt::fault_test
