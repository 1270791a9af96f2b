#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

// Reserved at once, so that many small charges do not each go to the budget.
constexpr std::size_t kStepBytes = 64 * 1024;

}  // namespace

void CallMemory::Reserve(std::size_t last_charge) {
  const std::size_t more = taken_ - reserved_ - kFreeBytes;
  const std::size_t step = (more + kStepBytes - 1) / kStepBytes * kStepBytes;
  if (!budget_.TryTake(step)) {
    taken_ -= last_charge;
    throw OutOfBudget();
  }
  reserved_ += step;
}

}  // namespace basalt::wire
