// Keeps the processors from going to sleep.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace basalt::bench {

// While this exists, a thread a processor spins at the lowest priority there is (SCHED_IDLE), so
// that others take its place at once. In a virtual machine a processor without work is given back
// to the host, and to have it again costs tens of microseconds: more than a request. Whether that
// happens depends on how long it had no work, and so a little more to do can cost a lot.
class Awake {
 public:
  Awake();
  ~Awake();
  Awake(const Awake&) = delete;
  Awake& operator=(const Awake&) = delete;

 private:
  std::atomic<bool> stop_{false};
  std::vector<std::thread> threads_;
};

}  // namespace basalt::bench
