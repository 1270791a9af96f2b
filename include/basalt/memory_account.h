// Bounding the memory of calls: for programs that make calls on behalf of others, as servers do.
#pragma once

#include <cstddef>

namespace basalt {

// Pays for the memory of the calls that a thread makes. The engine charges what a write stages, if
// that is much: an item, its row in every index and its change record, up to 25 times what the
// request has. Where the account is of no thread, memory is not counted. A call that is charged too
// much throws std::bad_alloc; nothing was changed then.
class MemoryAccount {
 public:
  // That of this thread; null: none.
  static MemoryAccount* Current() { return current_; }
  static void SetCurrent(MemoryAccount* account) { current_ = account; }

  // Called on the account's thread. Take throws std::bad_alloc where there is not as much left;
  // then nothing was taken.
  virtual void Take(std::size_t bytes) = 0;
  virtual void Give(std::size_t bytes) noexcept = 0;

 protected:
  ~MemoryAccount() = default;

 private:
  static inline constinit thread_local MemoryAccount* current_ = nullptr;
};

// So much of the thread's account while it exists. Amounts are passed over that are so small that
// the number of threads bounds them.
class MemoryCharge {
 public:
  static constexpr std::size_t kFreeBytes = 64 * 1024;

  explicit MemoryCharge(std::size_t bytes)
      : account_(bytes > kFreeBytes ? MemoryAccount::Current() : nullptr), bytes_(bytes) {
    if (account_ != nullptr) account_->Take(bytes);
  }
  ~MemoryCharge() {
    if (account_ != nullptr) account_->Give(bytes_);
  }
  MemoryCharge(const MemoryCharge&) = delete;
  MemoryCharge& operator=(const MemoryCharge&) = delete;

 private:
  MemoryAccount* const account_;
  const std::size_t bytes_;
};

}  // namespace basalt
