#include "wire/operations/placement.h"

namespace basalt::wire {

CallPlace PlaceOf(const CallShape& call) {
  const bool is_small = !call.is_compressed && call.body_bytes <= kBodyBytesHere;
  if (call.operation == nullptr) return is_small ? CallPlace::kHere : CallPlace::kPool;

  // In the pool it waits until there is memory for its reply.
  if (call.memory_is_short) return CallPlace::kPool;

  const Operation& operation = *call.operation;
  if (operation.access == Access::kWrite && call.writes_stall) return CallPlace::kPool;
  if (!is_small) return CallPlace::kPool;
  if (operation.short_handler != nullptr) return CallPlace::kHereAtFirst;
  return operation.length == Length::kShort ? CallPlace::kHere : CallPlace::kPool;
}

}  // namespace basalt::wire
