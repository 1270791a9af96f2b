// What a call takes of memory for a while, paid by the account of its thread.
#pragma once

#include <cstddef>

#include "basalt/memory_account.h"

namespace basalt {

// So many bytes of the thread's account as long as this exists. The constructor and Add throw what
// the account does; what was charged before stays charged then.
class MemoryCharge {
 public:
  // What needs no more is not charged (basalt/memory_account.h).
  static constexpr std::size_t kFreeBytes = 64 * 1024;

  explicit MemoryCharge(std::size_t bytes = 0) : account_(MemoryAccount::Current()) { Add(bytes); }
  ~MemoryCharge() {
    if (charged_ != 0) account_->Give(charged_);
  }
  MemoryCharge(const MemoryCharge&) = delete;
  MemoryCharge& operator=(const MemoryCharge&) = delete;

  void Add(std::size_t bytes) {
    bytes_ += bytes;
    if (account_ == nullptr || bytes_ <= kFreeBytes) return;
    account_->Take(bytes_ - charged_);
    charged_ = bytes_;
  }

 private:
  MemoryAccount* const account_;
  std::size_t bytes_ = 0;
  std::size_t charged_ = 0;
};

}  // namespace basalt
