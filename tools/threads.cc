#include "tools/threads.h"

#include <sys/mman.h>

#include <latch>
#include <memory>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace basalt::tools {

namespace {

// Address space that is taken while it exists, without any memory.
class Reservation {
 public:
  explicit Reservation(std::size_t bytes)
      : bytes_(bytes),
        begin_(::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                      0)) {}
  ~Reservation() {
    if (*this) ::munmap(begin_, bytes_);
  }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  explicit operator bool() const { return begin_ != MAP_FAILED; }

 private:
  const std::size_t bytes_;
  void* const begin_;
};

}  // namespace

std::size_t ThreadsThatFit(std::size_t wanted, std::size_t bytes_besides) {
  const Reservation besides(bytes_besides);
  if (!besides) return 0;
  std::latch end(1);
  std::vector<std::jthread> threads;
  threads.reserve(wanted);
  try {
    while (threads.size() < wanted)
      threads.emplace_back([&end] {
        // Its part of the heap takes more address space than its stack.
        const auto first_block = std::make_unique<char>();
        end.wait();
      });
  } catch (const std::system_error&) {  // It is what was asked.
  } catch (const std::bad_alloc&) {
  }
  end.count_down();
  return threads.size();
}

}  // namespace basalt::tools
