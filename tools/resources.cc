#include "tools/resources.h"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>

namespace basalt::tools {
namespace {

constexpr std::size_t kStoreFilesMax = 1024;
constexpr std::size_t kStoreShare = 4;

// Blocks from this size on are mapped one by one, so that they grow without being copied and are
// gone when freed. glibc would raise the size by itself, up to 32 MB, with each that is freed.
constexpr int kMappedBytesMin = 1024 * 1024;

// Free memory at the end of the heap up to this size stays; pages below are given back on request.
constexpr int kFreeBytesKept = 2 * 1024 * 1024;

// glibc would make up to eight heaps a processor, and each keeps what was freed in it.
constexpr int kHeaps = 4;

}  // namespace

void AllowAllFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t ConnectionsThatFit(std::size_t wanted) {
  AllowAllFiles();
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const auto files = static_cast<std::size_t>(limit.rlim_cur);
  const std::size_t fit = files - std::min(kStoreFilesMax, files / kStoreShare);
  if (fit >= wanted) return wanted;
  spdlog::warn("{} connections at most: the system allows {} open files (ulimit -n)", fit, files);
  return fit;
}

void KeepHeapSmall() {
  mallopt(M_MMAP_THRESHOLD, kMappedBytesMin);
  mallopt(M_TRIM_THRESHOLD, kFreeBytesKept);
  mallopt(M_ARENA_MAX, kHeaps);
}

}  // namespace basalt::tools
