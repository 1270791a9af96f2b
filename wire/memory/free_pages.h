// Memory that was freed and that the C library keeps for later: gigabytes of it, if one lets it.
#pragma once

#include <cstddef>
#include <mutex>

namespace basalt::wire {

// What the process holds in memory. 0: the system does not tell.
std::size_t ResidentBytes();

// Gives such memory back to the system where it is much. How much there is is not asked of the
// heap, which would have to count its pieces, but seen from the process: it holds what is charged,
// what the engine has, and the rest. Thread-safe.
class FreePages {
 public:
  // At most about `kept_bytes_max` are kept.
  explicit FreePages(std::size_t kept_bytes_max);

  // `charged_bytes` are in use by requests and replies now. Takes milliseconds where it gives much
  // back, and waits for another thread that is at it.
  void ReturnIfMany(std::size_t charged_bytes);

  // The same, but leaves it to another thread that is at it: for threads that serve connections.
  void TryReturnIfMany(std::size_t charged_bytes);

 private:
  // REQUIRES: mutex_ is held.
  void Return(std::size_t charged_bytes);

  const std::size_t kept_bytes_max_;
  std::mutex mutex_;
  std::size_t base_bytes_;  // What the process held beside what was charged, when little was kept.
};

}  // namespace basalt::wire
