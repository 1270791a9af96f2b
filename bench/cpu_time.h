// Processor time, which other programs on the machine do not change.
#pragma once

#include <ctime>

namespace basalt::bench {

// Seconds that the calling thread, or all threads of the process, have run so far.
inline double CpuSecondsOf(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
inline double ThreadCpuSeconds() { return CpuSecondsOf(CLOCK_THREAD_CPUTIME_ID); }

}  // namespace basalt::bench
