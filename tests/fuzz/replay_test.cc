// The fuzz targets without a fuzzer: every input that is known, and some thousand changes of them,
// for a few seconds each. The long form is run.sh.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/mutator.h"
#include "tests/unit/model/random_values.h"

namespace basalt::fuzz {
namespace {

constexpr int kChangedMax = 4000;
constexpr std::chrono::seconds kTimeMax(2);  // Of changed inputs, for each target.

std::vector<std::string> InputsIn(const std::filesystem::path& folder) {
  std::vector<std::string> inputs;
  if (!std::filesystem::exists(folder)) return inputs;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  std::ranges::sort(inputs);  // The order of folders is not the same everywhere.
  return inputs;
}

std::filesystem::path In(const char* folder, const FuzzTarget& target) {
  return std::filesystem::path(folder) / target.name;
}

class Fuzz : public testing::TestWithParam<FuzzTarget> {};

TEST_P(Fuzz, FindsNothingInWhatItFoundBefore) {
  for (const std::string& input : InputsIn(In(BASALT_FUZZ_CORPUS, GetParam()))) {
    GetParam().run(input);
  }
}

TEST_P(Fuzz, FindsNothingNearKnownInputs) {
  const std::vector<std::string> inputs = InputsIn(In(BASALT_FUZZ_SEEDS, GetParam()));
  ASSERT_FALSE(inputs.empty());

  const std::uint64_t seed = SeedOfThisRun();
  std::cout << HowToRepeat(seed) << std::endl;  // Now: a finding ends the process.
  Mutator mutator(seed, ReadDictionary(In(BASALT_FUZZ_DICTIONARIES, GetParam()) += ".dict"));
  const auto end = std::chrono::steady_clock::now() + kTimeMax;
  int changed = 0;
  for (; changed < kChangedMax && std::chrono::steady_clock::now() < end; ++changed) {
    GetParam().run(changed % 4 == 0 ? inputs[mutator.Below(inputs.size())] : mutator.Next(inputs));
  }
  std::cout << changed << " inputs" << std::endl;
}

INSTANTIATE_TEST_SUITE_P(Targets, Fuzz, testing::ValuesIn(FuzzTargets()),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace basalt::fuzz
