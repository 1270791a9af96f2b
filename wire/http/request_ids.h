// Request ids as AWS's: 52 characters of 0-9 and A-V.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace basalt::wire {

// Every id of a generator differs from its others; generators with one seed give the same ids.
// Thread-safety: none.
class RequestIds {
 public:
  explicit RequestIds(std::uint64_t seed) : random_(seed) {}

  void AppendNext(std::string& out);

 private:
  std::mt19937_64 random_;
};

}  // namespace basalt::wire
