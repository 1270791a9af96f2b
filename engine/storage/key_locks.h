// Striped mutexes over row keys: what makes every operation and every transaction serializable.
// Stripes are taken in ascending order and once each, so two requests cannot deadlock, whatever
// order they name their keys in. Readers take none. Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace basalt {

class KeyLocks {
 public:
  using Held = std::vector<std::unique_lock<std::mutex>>;  // Unlocks when it goes.

  [[nodiscard]] Held Acquire(std::span<const std::string> keys);

  // The single-key case, without allocation.
  [[nodiscard]] std::unique_lock<std::mutex> Acquire(const std::string& key);

 private:
  static constexpr std::size_t kStripes = 4096;
  static constexpr std::size_t kCacheLineBytes = 64;
  static std::size_t StripeOf(const std::string& key);

  // A cache line each, so that threads with neighbouring stripes do not slow each other down.
  struct alignas(kCacheLineBytes) Stripe {
    std::mutex mutex;
  };

  std::array<Stripe, kStripes> stripes_;
};

}  // namespace basalt
