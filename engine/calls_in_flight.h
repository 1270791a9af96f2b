// The calls of a database that are under way, for its end.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace basalt {

// Thread-safe.
class CallsInFlight {
 public:
  // A call, while it exists.
  class Call {
   public:
    explicit Call(CallsInFlight& calls) : count_(calls.count_) {
      count_.fetch_add(1, std::memory_order_relaxed);
    }
    // From here on the database may be gone.
    ~Call() { count_.fetch_sub(1, std::memory_order_release); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    std::atomic<std::uint64_t>& count_;
  };

  // Returns when there is no call. REQUIRES: none begins from now on. It looks again and again,
  // because a call that woke it up would touch what may be gone by then.
  void AwaitNone() const {
    while (count_.load(std::memory_order_acquire) != 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

 private:
  std::atomic<std::uint64_t> count_{0};
};

}  // namespace basalt
