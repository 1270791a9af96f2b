// What one call takes of the memory budget while it runs, beside the body of its request: the tree
// of the body, the decoded request, what the engine stages, the reply that is being written.
#pragma once

#include <cstddef>
#include <new>

#include "basalt/memory_account.h"
#include "wire/memory/memory_budget.h"

namespace basalt::wire {

// The budget is used up. Answered with status 503, as any other lack of memory is. It is thrown,
// because what lacks memory lies deep in parsers and strings; it ends where handlers are called.
class OutOfBudget : public std::bad_alloc {
 public:
  const char* what() const noexcept override { return "the memory for requests is used up"; }
};

// Lives on the stack of the thread that runs the call, and is what TakeMemory and the engine charge
// there. One at a time on a thread. Thread-safety: none.
class CallMemory final : public MemoryAccount {
 public:
  // Calls that take no more than this charge nothing: the number of threads bounds them.
  static constexpr std::size_t kFreeBytes = 64 * 1024;

  // `reserved_bytes` have been taken from `budget` for this call already; they are its own now.
  explicit CallMemory(MemoryBudget& budget, std::size_t reserved_bytes = 0)
      : budget_(budget), reserved_(reserved_bytes) {
    current_ = this;
  }
  ~CallMemory() {
    current_ = nullptr;
    if (reserved_ != 0) budget_.Give(reserved_);
  }
  CallMemory(const CallMemory&) = delete;
  CallMemory& operator=(const CallMemory&) = delete;

  // That of the call which this thread runs; null outside of calls.
  static CallMemory* Current() { return current_; }

  void Take(std::size_t bytes) override {
    taken_ += bytes;
    all_taken_ += bytes;
    if (taken_ > reserved_ + kFreeBytes) [[unlikely]] {
      Reserve(bytes);
    }
  }
  // What was never taken is not given back.
  void Give(std::size_t bytes) noexcept override { taken_ -= bytes < taken_ ? bytes : taken_; }

  std::size_t taken() const { return taken_; }

  // To be called when the call has freed all but its reply, of so many bytes: as long as this pays
  // for what is free, nobody else can take memory beside it. May take long (free_pages.h).
  void ReturnFreePages(std::size_t reply_bytes);

 private:
  void Reserve(std::size_t last_charge);

  static inline constinit thread_local CallMemory* current_ = nullptr;

  MemoryBudget& budget_;
  std::size_t reserved_;
  std::size_t taken_ = 0;
  std::size_t all_taken_ = 0;  // Whether given back or not.
  const Scope scope_{*this};
};

// What the heap takes for a block of so many bytes.
constexpr std::size_t HeapBytes(std::size_t bytes) {
  constexpr std::size_t kHeader = 8;
  constexpr std::size_t kStep = 16;
  return (bytes + kHeader + kStep - 1) / kStep * kStep;
}

// To be called before memory is taken that grows with what a client sent or asked for. Throws
// OutOfBudget if this call may not take as much; then nothing was charged. Outside of calls there
// is no bound.
inline void TakeMemory(std::size_t bytes) {
  if (CallMemory* call = CallMemory::Current()) call->Take(bytes);
}
inline void GiveMemory(std::size_t bytes) {
  if (CallMemory* call = CallMemory::Current()) call->Give(bytes);
}

}  // namespace basalt::wire
