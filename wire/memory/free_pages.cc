#include "wire/memory/free_pages.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace basalt::wire {
namespace {

// What the process holds in memory. 0: the system does not tell.
std::size_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t all_pages = 0;
  std::size_t resident_pages = 0;
  if (!(file >> all_pages >> resident_pages)) return 0;
  return resident_pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t HeldBeside(std::size_t charged_bytes) {
  const std::size_t resident = ResidentBytes();
  return resident - std::min(resident, charged_bytes);
}

}  // namespace

FreePages::FreePages(std::size_t kept_bytes_max)
    : kept_bytes_max_(kept_bytes_max), base_bytes_(ResidentBytes()) {}

void FreePages::ReturnIfMany(std::size_t charged_bytes) {
  const std::lock_guard lock(mutex_);
  if (HeldBeside(charged_bytes) <= base_bytes_ + kept_bytes_max_) return;
  malloc_trim(0);
  base_bytes_ = HeldBeside(charged_bytes);  // More than before where the engine has more.
}

}  // namespace basalt::wire
