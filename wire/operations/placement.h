// Where a call runs: on the thread that serves its connection, or elsewhere. One pure decision,
// made before anything of the call has been done.
//
// A change of threads costs 10 to 20 microseconds of processor time. A call that stays holds up all
// other connections of its thread. So what is known to be short stays, and what may be long goes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/operations/operation.h"

namespace basalt::wire {

enum class CallPlace : std::uint8_t {
  kHere,         // On the connection's thread.
  kHereAtFirst,  // There by the operation's short_handler, and in the pool if that gives up.
  kPool,         // On one of the few threads for what takes memory and time.
};

// Bodies up to here are parsed, and their signatures verified, in less time than a change of
// threads takes.
inline constexpr std::size_t kBodyBytesHere = 16 * 1024;

struct CallShape {
  const Operation* operation = nullptr;  // Null: none that is known.
  std::size_t body_bytes = 0;            // As sent.
  bool is_compressed = false;
  bool writes_stall = false;     // Storage holds writes up.
  bool memory_is_short = false;  // For replies: clients that do not read have most of it.
};

CallPlace PlaceOf(const CallShape& call);

}  // namespace basalt::wire
