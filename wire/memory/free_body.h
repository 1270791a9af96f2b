// Bodies that are done with before their call is.
#pragma once

#include <cstddef>
#include <string>

#include "wire/memory/call_memory.h"

namespace basalt::wire {

// To be called when a large request has been decoded: frees its body, and lets the call use what is
// charged for it. (A batch of 10 MB would be there once more otherwise while it is written.) Small
// bodies stay. REQUIRES: nothing of the body is needed any more.
inline void FreeBody(std::string& body) {
  constexpr std::size_t kLargeBytes = 64 * 1024;
  const std::size_t bytes = body.capacity();
  if (bytes < kLargeBytes) return;
  std::string().swap(body);
  GiveMemory(bytes);
}

}  // namespace basalt::wire
