// A server without threads: sessions over real sockets, run by whoever sends to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/http/call_pool.h"
#include "wire/http/io_thread.h"
#include "wire/memory/memory_budget.h"

namespace basalt::fuzz {

class Loopback {
 public:
  // Both must outlive it.
  Loopback(const wire::Dispatcher& dispatcher, const wire::ServerLimits& limits);
  ~Loopback();
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  // All that a new connection answers to `bytes`, sent in pieces of that size. Requires that it
  // ends once the client has said all. REQUIRES: piece_bytes > 0.
  std::string Exchange(std::string_view bytes, std::size_t piece_bytes);

 private:
  int Connect();

  wire::MemoryBudget memory_;
  wire::CallPool calls_;
  wire::IoThread thread_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace basalt::fuzz
