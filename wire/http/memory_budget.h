// The memory that requests and replies of all connections together may take.
#pragma once

#include <atomic>
#include <cstddef>

namespace basalt::wire {

// Thread-safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  bool TryTake(std::size_t bytes) {
    if (taken_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= bytes_max_) return true;
    Give(bytes);
    return false;
  }
  void Take(std::size_t bytes) { taken_.fetch_add(bytes, std::memory_order_relaxed); }
  void Give(std::size_t bytes) { taken_.fetch_sub(bytes, std::memory_order_relaxed); }

 private:
  const std::size_t bytes_max_;
  std::atomic<std::size_t> taken_ = 0;
};

// What one connection has taken. Small requests are free: the number of connections bounds them.
// Thread-safety: none.
class MemoryShare {
 public:
  static constexpr std::size_t kFreeBytes = 64 * 1024;

  // `budget` must outlive it.
  explicit MemoryShare(MemoryBudget& budget) : budget_(budget) {}
  ~MemoryShare() { Set(0); }
  MemoryShare(const MemoryShare&) = delete;
  MemoryShare& operator=(const MemoryShare&) = delete;

  // Makes the share `bytes`. False: there is not that much left, and the share is as it was.
  bool TryGrow(std::size_t bytes) {
    if (bytes <= kFreeBytes || bytes <= bytes_) return true;
    if (!budget_.TryTake(bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
  }

  // Makes the share `bytes`, also beyond what is left.
  void Set(std::size_t bytes) {
    if (bytes <= kFreeBytes) bytes = 0;
    if (bytes > bytes_) budget_.Take(bytes - bytes_);
    if (bytes < bytes_) budget_.Give(bytes_ - bytes);
    bytes_ = bytes;
  }

 private:
  MemoryBudget& budget_;
  std::size_t bytes_ = 0;
};

}  // namespace basalt::wire
