#include "basalt/virtual_clock.h"

namespace basalt {

TimePoint VirtualClock::NowLocked() const {
  return frozen_at_ ? *frozen_at_ : real_.Now() + offset_;
}

TimePoint VirtualClock::Now() const {
  const std::lock_guard lock(mutex_);
  return NowLocked();
}

bool VirtualClock::frozen() const {
  const std::lock_guard lock(mutex_);
  return frozen_at_.has_value();
}

void VirtualClock::Freeze() {
  const std::lock_guard lock(mutex_);
  frozen_at_ = NowLocked();
}

void VirtualClock::Run() {
  const std::lock_guard lock(mutex_);
  offset_ = NowLocked() - real_.Now();
  frozen_at_.reset();
}

void VirtualClock::Advance(std::chrono::milliseconds by) {
  const std::lock_guard lock(mutex_);
  if (frozen_at_) {
    *frozen_at_ += by;
  } else {
    offset_ += by;
  }
}

void VirtualClock::Set(TimePoint time) {
  const std::lock_guard lock(mutex_);
  if (frozen_at_) {
    frozen_at_ = time;
  } else {
    offset_ = time - real_.Now();
  }
}

}  // namespace basalt
