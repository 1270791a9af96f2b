#include "engine/storage/key_locks.h"

#include <algorithm>
#include <functional>

namespace basalt {

std::size_t KeyLocks::StripeOf(const std::string& key) {
  return std::hash<std::string>{}(key) % kStripes;
}

KeyLocks::Held KeyLocks::Acquire(std::span<const std::string> keys) {
  std::vector<std::size_t> order;
  order.reserve(keys.size());
  for (const std::string& key : keys) order.push_back(StripeOf(key));
  std::ranges::sort(order);
  const auto repeated = std::ranges::unique(order);
  order.erase(repeated.begin(), repeated.end());

  Held held;
  held.reserve(order.size());
  for (const std::size_t stripe : order) held.emplace_back(stripes_[stripe].mutex);
  return held;
}

std::unique_lock<std::mutex> KeyLocks::Acquire(const std::string& key) {
  return std::unique_lock(stripes_[StripeOf(key)].mutex);
}

}  // namespace basalt
