// A clock that tests, and users, can stop and move: for DatabaseOptions::clock.
#pragma once

#include <mutex>
#include <optional>

#include "basalt/clock.h"

namespace basalt {

// Starts as the clock it is made from, and runs as fast. Thread-safe. Everything in a database that
// depends on time follows it: expiry of items, tokens, streams.
class VirtualClock final : public Clock {
 public:
  // `real` must outlive this.
  explicit VirtualClock(const Clock& real = SystemClock()) : real_(real) {}

  TimePoint Now() const override;

  bool frozen() const;

  // Stands still at the time it shows, until Run. Moving it works nevertheless.
  void Freeze();

  // Runs on from the time it shows.
  void Run();

  void Advance(std::chrono::milliseconds by);  // Backwards if it is negative.
  void Set(TimePoint time);

 private:
  TimePoint NowLocked() const;

  const Clock& real_;
  mutable std::mutex mutex_;
  std::chrono::milliseconds offset_{0};  // What it is ahead of `real_`, unless frozen.
  std::optional<TimePoint> frozen_at_;
};

}  // namespace basalt
