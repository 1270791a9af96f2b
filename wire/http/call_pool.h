// The few threads for calls that take memory and time: large bodies, pages, batches, changes of
// tables. A call waits for its turn, and for memory, without holding a thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "wire/memory/memory_budget.h"

namespace basalt::wire {

// Thread-safe, except for Join.
class CallPool {
 public:
  // What a call waits for, beside its own memory, while clients that do not read hold much.
  enum class Reply : std::uint8_t {
    kNone,   // Nothing: its reply is made already.
    kSmall,  // That there is any room for replies.
    kPage,   // That there is room for one of its size: a megabyte or a few.
    kLarge,  // Likewise, of more than a page.
  };

  struct Call {
    std::size_t bytes = 0;       // Of memory to be reserved before it runs; capped at an eighth.
    Reply reply = Reply::kNone;  // It waits also while replies that nobody takes hold too much.
    // Called once, on a thread of the pool or that of RefuseLate. Not admitted: there was no memory
    // in time, or the server stops; the call must be refused, not run. Admitted: the bytes that
    // were reserved are the caller's, to be given back. Must not throw.
    std::function<void(bool admitted, std::size_t reserved_bytes)> run;
  };

  // `patience` is how long a call waits for memory. `memory` must outlive the pool.
  CallPool(MemoryBudget& memory, std::size_t threads, std::chrono::milliseconds patience);
  ~CallPool();
  CallPool(const CallPool&) = delete;
  CallPool& operator=(const CallPool&) = delete;

  void Submit(Call call);

  // Refuses what has waited too long while no thread was free to look, on the caller's thread.
  void RefuseLate();

  // Whether a call waits for memory, so that it pays to take some from who holds it for nothing.
  bool wants_memory() const { return wants_memory_.load(std::memory_order_relaxed); }

  // Admits no call any more: not those that wait, and not those to come. What runs goes on.
  void RefuseWaiting();

  // Returns when no call is left and all threads have ended.
  void Join();

 private:
  struct Waiting {
    Call call;
    std::chrono::steady_clock::time_point give_up_at;
  };
  struct Turn {
    Call call;
    bool admitted = false;
    std::size_t reserved_bytes = 0;
  };

  void Work();
  // REQUIRES for these: mutex_ is held.
  std::optional<Turn> TakeTurn();
  std::optional<Turn> TakeTurnOf(std::size_t kind);
  bool Admit(const Call& call, std::size_t& reserved_bytes);

  MemoryBudget& memory_;
  const std::chrono::milliseconds patience_;
  std::atomic<bool> wants_memory_ = false;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;  // Guarded by mutex_, as are the next four.
  std::size_t running_ = 0;
  std::size_t next_kind_ = 0;
  bool refusing_ = false;
  bool ending_ = false;

  std::vector<std::thread> threads_;
};

}  // namespace basalt::wire
