// Time comes in from outside, so that tests, and users, can move it.
#pragma once

#include <chrono>

namespace basalt {

// Milliseconds since 1970, without leap seconds.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

// Where the database gets the time from; nothing else in it asks the system.
// Implementations must be thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint Now() const = 0;
};

// The machine's wall clock.
const Clock& SystemClock();

}  // namespace basalt
