#include "wire/memory/call_memory.h"

#include <algorithm>

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

void CallMemory::ReturnFreePages(std::size_t reply_bytes) {
  budget_.NoteFreed(all_taken_);
  if (!budget_.HasFreedMuch()) return;
  budget_.ReturnFreePages(reserved_ - std::min(reserved_, reply_bytes));
}

}  // namespace basalt::wire
