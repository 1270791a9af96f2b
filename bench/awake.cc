#include "bench/awake.h"

#include <sched.h>

#include "bench/table.h"

namespace basalt::bench {

Awake::Awake() {
  for (unsigned processor = 0; processor < std::thread::hardware_concurrency(); ++processor) {
    threads_.emplace_back([this] {
      const sched_param no_priority{};
      Require(sched_setscheduler(0, SCHED_IDLE, &no_priority) == 0, "cannot lower a priority");
      while (!stop_.load(std::memory_order_relaxed)) {
      }
    });
  }
}

Awake::~Awake() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace basalt::bench
