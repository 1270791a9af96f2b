#include "wire/memory/free_pages.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace basalt::wire {
namespace {

std::size_t HeldBeside(std::size_t charged_bytes) {
  const std::size_t resident = ResidentBytes();
  return resident - std::min(resident, charged_bytes);
}

}  // namespace

std::size_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all_pages = 0;
  std::size_t resident_pages = 0;
  if (!(file >> all_pages >> resident_pages)) return 0;
  return resident_pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

FreePages::FreePages(std::size_t kept_bytes_max)
    : kept_bytes_max_(kept_bytes_max), base_bytes_(ResidentBytes()) {}

void FreePages::ReturnIfMany(std::size_t charged_bytes) {
  const std::lock_guard lock(mutex_);
  Return(charged_bytes);
}

void FreePages::TryReturnIfMany(std::size_t charged_bytes) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock) Return(charged_bytes);
}

void FreePages::Return(std::size_t charged_bytes) {
  const std::size_t held = HeldBeside(charged_bytes);
  base_bytes_ = std::min(base_bytes_, held);  // The engine gives back, too.
  if (held <= base_bytes_ + kept_bytes_max_) return;
  malloc_trim(0);
  base_bytes_ = HeldBeside(charged_bytes);  // More than before where the engine has more.
}

}  // namespace basalt::wire
