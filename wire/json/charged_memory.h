// Allocators for RapidJSON that charge what they take to the call (wire/memory/call_memory.h), and
// that throw std::bad_alloc where RapidJSON would write to a null pointer.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "wire/memory/call_memory.h"

namespace basalt::wire {

// Blocks of a rapidjson::MemoryPoolAllocator, which frees all of them before this ends.
class ChargedBlocks {
 public:
  static constexpr bool kNeedFree = true;

  ChargedBlocks() = default;
  ~ChargedBlocks() { GiveMemory(charged_); }
  ChargedBlocks(const ChargedBlocks&) = delete;
  ChargedBlocks& operator=(const ChargedBlocks&) = delete;

  void* Malloc(std::size_t bytes) {
    TakeMemory(bytes);
    charged_ += bytes;
    void* block = std::malloc(bytes);
    if (block == nullptr) throw std::bad_alloc();
    return block;
  }
  static void Free(void* block) { std::free(block); }

 private:
  std::size_t charged_ = 0;
};

// The memory of one rapidjson::internal::Stack: the bytes inside, and a block of the heap when they
// are too few. (RapidJSON's pools keep each smaller block that a growing stack has left.)
template <std::size_t kInsideBytes>
class ChargedStack {
 public:
  static constexpr bool kNeedFree = true;

  ChargedStack() = default;
  ~ChargedStack() {
    std::free(block_);
    GiveMemory(charged_);
  }
  ChargedStack(const ChargedStack&) = delete;
  ChargedStack& operator=(const ChargedStack&) = delete;

  void* Malloc(std::size_t bytes) { return Realloc(nullptr, 0, bytes); }

  void* Realloc(void* old, std::size_t old_bytes, std::size_t bytes) {
    if (bytes <= kInsideBytes && block_ == nullptr) return inside_;
    if (bytes > charged_) {
      TakeMemory(bytes - charged_);
      charged_ = bytes;
    }
    void* block = std::realloc(block_, bytes);
    if (block == nullptr) throw std::bad_alloc();
    if (old == inside_) std::memcpy(block, inside_, old_bytes);
    block_ = block;
    return block;
  }

  static void Free(void*) {}  // The destructor does.

 private:
  alignas(16) char inside_[kInsideBytes];  // Left uninitialized: only written to.
  void* block_ = nullptr;
  std::size_t charged_ = 0;
};

}  // namespace basalt::wire
