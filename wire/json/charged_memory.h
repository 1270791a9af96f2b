// Allocators for RapidJSON that charge what they take to the call (wire/memory/call_memory.h), and
// that throw std::bad_alloc where RapidJSON would write to a null pointer.
#pragma once

#include <sys/mman.h>

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
    mapped_bytes_ != 0 ? void(munmap(block_, mapped_bytes_)) : std::free(block_);
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
    if (bytes >= kMappedBytesMin || mapped_bytes_ != 0) return Map(old, old_bytes, bytes);
    void* block = std::realloc(block_, bytes);
    if (block == nullptr) throw std::bad_alloc();
    if (old == inside_) std::memcpy(block, inside_, old_bytes);
    block_ = block;
    return block;
  }

  static void Free(void*) {}  // The destructor does.

 private:
  // Large ones grow without being copied. The heap, where it has free memory, would copy them, and
  // keep all the places where they were: twice what the last one takes, and is charged for.
  static constexpr std::size_t kMappedBytesMin = 1024 * 1024;

  void* Map(const void* old, std::size_t old_bytes, std::size_t bytes) {
    void* block = mapped_bytes_ != 0 ? mremap(block_, mapped_bytes_, bytes, MREMAP_MAYMOVE)
                                     : mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::bad_alloc();
    if (mapped_bytes_ == 0) {
      if (old != nullptr) std::memcpy(block, old, old_bytes);
      std::free(block_);
    }
    block_ = block;
    mapped_bytes_ = bytes;
    return block;
  }

  alignas(16) char inside_[kInsideBytes];  // Left uninitialized: only written to.
  void* block_ = nullptr;
  std::size_t mapped_bytes_ = 0;  // 0: the block is of the heap.
  std::size_t charged_ = 0;
};

}  // namespace basalt::wire
