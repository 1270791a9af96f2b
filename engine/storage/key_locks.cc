#include "engine/storage/key_locks.h"

#include <algorithm>
#include <functional>

namespace basalt {

KeyLocks::KeyLocks(std::size_t stripes)
    : count_(stripes),
      groups_(std::make_unique<std::atomic<Group*>[]>(stripes / kStripesInGroup + 1)) {}

KeyLocks::~KeyLocks() {
  for (std::size_t group = 0; group <= count_ / kStripesInGroup; ++group) {
    delete groups_[group].load(std::memory_order_acquire);
  }
}

KeyLocks::Stripe& KeyLocks::At(std::size_t stripe) {
  std::atomic<Group*>& place = groups_[stripe / kStripesInGroup];
  Group* group = place.load(std::memory_order_acquire);
  if (group == nullptr) {
    auto made = std::make_unique<Group>();
    // Another thread may be quicker: then `group` is its.
    if (place.compare_exchange_strong(group, made.get(), std::memory_order_acq_rel)) {
      group = made.release();
    }
  }
  return (*group)[stripe % kStripesInGroup];
}

std::size_t KeyLocks::StripeOf(const std::string& key) const {
  return std::hash<std::string>{}(key) % count_;
}

KeyLocks::Held KeyLocks::Acquire(std::span<const std::string> keys) {
  std::vector<std::size_t> order;
  order.reserve(keys.size());
  for (const std::string& key : keys) order.push_back(StripeOf(key));
  std::ranges::sort(order);
  const auto repeated = std::ranges::unique(order);
  order.erase(repeated.begin(), repeated.end());

  Held held;
  held.others_.reserve(order.size());
  for (const std::size_t stripe : order) {
    Stripe& taken = At(stripe);
    taken.mutex.lock();
    held.others_.push_back(&taken);
  }
  return held;
}

KeyLocks::Held KeyLocks::Acquire(const std::string& key) {
  Held held;
  Stripe& stripe = At(StripeOf(key));
  stripe.mutex.lock();
  held.first_ = &stripe;
  return held;
}

LogSequence KeyLocks::LastWrite(const std::string& key) const {
  const std::size_t stripe = StripeOf(key);
  const Group* group = groups_[stripe / kStripesInGroup].load(std::memory_order_acquire);
  if (group == nullptr) return 0;  // None of its keys was ever written.
  return (*group)[stripe % kStripesInGroup].last_write.load(std::memory_order_acquire);
}

KeyLocks::Held::~Held() {
  if (first_ != nullptr) first_->mutex.unlock();
  for (Stripe* stripe : others_) stripe->mutex.unlock();
}

LogSequence KeyLocks::Held::last_write() const {
  LogSequence last = 0;
  if (first_ != nullptr) last = first_->last_write.load(std::memory_order_relaxed);
  for (const Stripe* stripe : others_) {
    last = std::max(last, stripe->last_write.load(std::memory_order_relaxed));
  }
  return last;
}

void KeyLocks::Held::SetLastWrite(LogSequence sequence) {
  if (first_ != nullptr) first_->last_write.store(sequence, std::memory_order_release);
  for (Stripe* stripe : others_) stripe->last_write.store(sequence, std::memory_order_release);
}

KeyLocks::WriteMark::WriteMark(const Store& store, Held& held) : store_(store), held_(held) {
  held_.SetLastWrite(kUnderWay);
}

KeyLocks::WriteMark::~WriteMark() {
  held_.SetLastWrite(sequence_ ? *sequence_ : store_.last_sequence());
}

}  // namespace basalt
