// Changes inputs, for the test that has no libFuzzer to do it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace basalt::fuzz {

// Thread-safety: none.
class Mutator {
 public:
  // `words` are what inputs are likely made of; may be empty.
  Mutator(std::uint64_t seed, std::vector<std::string> words)
      : random_(seed), words_(std::move(words)) {}

  // One of `inputs`, changed in a few places. REQUIRES: there are some.
  std::string Next(const std::vector<std::string>& inputs);

  // A number from 0 on. REQUIRES: end > 0.
  std::size_t Below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }

 private:
  void Change(std::string& text, const std::string& other);

  std::mt19937_64 random_;
  std::vector<std::string> words_;
};

// The words of a dictionary as libFuzzer reads it.
std::vector<std::string> ReadDictionary(const std::filesystem::path& file);

}  // namespace basalt::fuzz
