#include "tools/resources.h"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

namespace basalt::tools {
namespace {

// To write with: tables, and what is made of them.
constexpr std::size_t kStoreFilesMin = 32;
constexpr std::size_t kStoreFilesMax = 1024;
constexpr std::size_t kStoreShare = 4;

// What is open as long as a server runs: the store's claims, logs and folders; of each thread that
// serves connections a queue, a timer and what wakes it; a socket for each address.
constexpr std::size_t kStoreFilesOpen = 16;
constexpr std::size_t kThreadFiles = 3;
constexpr std::size_t kAddressesOfHost = 2;

constexpr std::size_t kConnectionsMin = 8;

// Blocks from this size on are mapped one by one, so that they grow without being copied and are
// gone when freed. glibc would raise the size by itself, up to 32 MB, with each that is freed.
constexpr int kMappedBytesMin = 1024 * 1024;

// Free memory at the end of the heap up to this size stays; pages below are given back on request.
constexpr int kFreeBytesKept = 2 * 1024 * 1024;

// glibc would make up to eight heaps a processor, and each keeps what was freed in it.
constexpr int kHeaps = 4;

// Without that by which they are counted. Those that cannot be counted are the usual three.
std::size_t OpenFiles() {
  std::error_code failed;
  std::filesystem::directory_iterator files("/proc/self/fd", failed);
  if (failed) return 3;
  std::size_t count = 0;
  for (; !failed && files != std::filesystem::directory_iterator(); files.increment(failed))
    ++count;
  return std::max<std::size_t>(count, 1) - 1;
}

}  // namespace

void AllowAllFiles() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Result<std::size_t> ConnectionsThatFit(std::size_t wanted, std::size_t hosts) {
  AllowAllFiles();
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const auto files = static_cast<std::size_t>(limit.rlim_cur);
  const std::size_t fixed = OpenFiles() + kStoreFilesOpen +
                            kThreadFiles * std::max(1U, std::thread::hardware_concurrency()) +
                            kAddressesOfHost * std::max<std::size_t>(1, hosts);
  const std::size_t kept = fixed + std::clamp(files / kStoreShare, kStoreFilesMin, kStoreFilesMax);
  if (files < kept + kConnectionsMin) {
    const std::size_t needed =
        std::max(fixed + kStoreFilesMin + kConnectionsMin,
                 ((fixed + kConnectionsMin) * kStoreShare + kStoreShare - 2) / (kStoreShare - 1));
    return Error{.message = "the system lets this process have only " + std::to_string(files) +
                            " open files, and it needs " + std::to_string(needed) +
                            ": raise the limit (ulimit -n, or the container's)"};
  }
  const std::size_t fit = files - kept;
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
