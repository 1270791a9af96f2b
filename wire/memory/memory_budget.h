// The memory that requests and replies of all connections together may take.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>

#include "wire/memory/free_pages.h"

namespace basalt::wire {

// Two accounts under one bound: work (bodies that come in, and calls that run) and replies (what
// is sent and not yet taken by its client). Work may take all of it. Replies are held back at half,
// so that clients which do not read leave room for the requests of others. Thread-safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes_max)
      : bytes_max_(bytes_max), pages_(std::max(kFewBytes, bytes_max / kShareKept)) {}

  // Of work. False: there is not that much left, and nothing was taken.
  bool TryTake(std::size_t bytes) {
    const std::size_t work = work_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    const std::size_t all = work + replies_.load(std::memory_order_relaxed);
    if (all > kManyBytes) was_large_.store(true, std::memory_order_relaxed);
    if (all <= bytes_max_) return true;
    Give(bytes);
    return false;
  }
  void Give(std::size_t bytes) { work_.fetch_sub(bytes, std::memory_order_relaxed); }

  // A reply is there already when it is charged, so this is never refused: calls that make large
  // replies are not begun while HasRoomForReply says no.
  void TakeReply(std::size_t bytes) {
    const std::size_t replies = replies_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    if (replies > kManyBytes) was_large_.store(true, std::memory_order_relaxed);
  }
  void GiveReply(std::size_t bytes) { replies_.fetch_sub(bytes, std::memory_order_relaxed); }

  bool HasRoomForReply(std::size_t bytes) const {
    return replies_.load(std::memory_order_relaxed) + bytes <= bytes_max_ / 2;
  }

  // Whether also calls with small replies must wait: there is a quarter for them alone.
  bool IsShortForReplies() const {
    return replies_.load(std::memory_order_relaxed) > bytes_max_ / 4 * 3;
  }

  std::size_t bytes_max() const { return bytes_max_; }
  std::size_t taken() const {
    return work_.load(std::memory_order_relaxed) + replies_.load(std::memory_order_relaxed);
  }

  // Whether much was taken and nearly all has been given back, so that it is time to give the
  // heap's free pages back to the system. Says so once.
  bool HasCalmedDown() {
    if (!was_large_.load(std::memory_order_relaxed) || taken() > kFewBytes) return false;
    return was_large_.exchange(false, std::memory_order_relaxed);
  }

  // So much was freed, and may still be the heap's.
  void NoteFreed(std::size_t bytes) { freed_.fetch_add(bytes, std::memory_order_relaxed); }
  bool HasFreedMuch() const { return freed_.load(std::memory_order_relaxed) >= kFewBytes; }

  // Gives what the heap keeps back to the system, if that is much. Of what is taken, `free_bytes`
  // are free already: held so long so that nobody else takes them meanwhile.
  void ReturnFreePages(std::size_t free_bytes = 0) {
    freed_.store(0, std::memory_order_relaxed);
    const std::size_t all = taken();
    pages_.ReturnIfMany(all - std::min(all, free_bytes));
  }

  // For threads that serve connections: leaves it to another thread that is at it.
  void TryReturnFreePages() {
    freed_.store(0, std::memory_order_relaxed);
    pages_.TryReturnIfMany(taken());
  }

 private:
  static constexpr std::size_t kManyBytes = 32 * 1024 * 1024;
  static constexpr std::size_t kFewBytes = 8 * 1024 * 1024;
  static constexpr std::size_t kShareKept = 20;

  const std::size_t bytes_max_;
  std::atomic<std::size_t> work_ = 0;
  std::atomic<std::size_t> replies_ = 0;
  std::atomic<bool> was_large_ = false;
  std::atomic<std::size_t> freed_ = 0;
  FreePages pages_;
};

// What one connection has taken for one purpose. A few kilobytes are free: the number of
// connections bounds them. `budget` must outlive it. Thread-safety: none.
class MemoryShare {
 public:
  static constexpr std::size_t kFreeBytes = 4 * 1024;

  enum class Purpose : bool { kWork, kReply };

  MemoryShare(MemoryBudget& budget, Purpose purpose) : budget_(budget), purpose_(purpose) {}
  ~MemoryShare() { Release(); }
  MemoryShare(const MemoryShare&) = delete;
  MemoryShare& operator=(const MemoryShare&) = delete;

  // Makes the share at least `bytes`. False: there is not that much left, and the share is as it
  // was. REQUIRES: the purpose is work.
  bool TryGrow(std::size_t bytes) {
    if (bytes <= kFreeBytes || bytes <= bytes_) return true;
    if (!budget_.TryTake(bytes - bytes_)) return false;
    budget_.NoteFreed(bytes_);  // What is there moves to the larger memory.
    bytes_ = bytes;
    return true;
  }

  // Gives back what is more than `bytes`.
  void ShrinkTo(std::size_t bytes) {
    if (bytes <= kFreeBytes) bytes = 0;
    if (bytes >= bytes_) return;
    Give(bytes_ - bytes);
    bytes_ = bytes;
  }

  // Makes the share `bytes`, whatever it was. REQUIRES: the purpose is a reply.
  void Hold(std::size_t bytes) {
    ShrinkTo(bytes);
    if (bytes <= kFreeBytes || bytes <= bytes_) return;
    budget_.TakeReply(bytes - bytes_);
    bytes_ = bytes;
  }

  void Release() {
    if (bytes_ != 0) Give(bytes_);
    bytes_ = 0;
  }

  std::size_t bytes() const { return bytes_; }

 private:
  void Give(std::size_t bytes) {
    budget_.NoteFreed(bytes);
    purpose_ == Purpose::kWork ? budget_.Give(bytes) : budget_.GiveReply(bytes);
  }

  MemoryBudget& budget_;
  const Purpose purpose_;
  std::size_t bytes_ = 0;
};

}  // namespace basalt::wire
