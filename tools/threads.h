// How many threads the process may have.
#pragma once

#include <cstddef>

namespace basalt::tools {

// Starts up to `wanted` threads, ends them, and says how many there were at once, with so many
// bytes of address space left for other things. Limits of users, of containers and of memory (for
// stacks) all count. RocksDB does not survive that a thread cannot be made, so ask before.
std::size_t ThreadsThatFit(std::size_t wanted, std::size_t bytes_besides);

}  // namespace basalt::tools
