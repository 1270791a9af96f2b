#include "wire/http/call_pool.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace basalt::wire {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often it is looked whether memory has been given back. Who gives it back need not know.
constexpr milliseconds kMemoryPause(10);

// No call reserves more than this part of the budget, so that each can be admitted some time.
constexpr std::size_t kLargestShare = 8;

// Calls of different kinds wait for each other's turn at most, not for all of another kind.
constexpr std::size_t kKinds = 3;

std::size_t KindOf(CallPool::Reply reply) {
  switch (reply) {
    case CallPool::Reply::kNone:
    case CallPool::Reply::kSmall:
      return 0;
    case CallPool::Reply::kPage:
      return 1;
    case CallPool::Reply::kLarge:
      return 2;
  }
  std::abort();  // Not a value of the enum: memory is corrupt.
}

}  // namespace

CallPool::CallPool(MemoryBudget& memory, std::size_t threads, milliseconds patience)
    : memory_(memory), patience_(patience) {
  try {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  } catch (...) {  // What was started must end before its members do.
    Join();
    throw;
  }
}

CallPool::~CallPool() { Join(); }

void CallPool::Submit(Call call) {
  call.bytes = std::min(call.bytes, memory_.bytes_max() / kLargestShare);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({.call = std::move(call), .give_up_at = steady_clock::now() + patience_});
  }
  changed_.notify_one();
}

void CallPool::RefuseWaiting() {
  const std::lock_guard lock(mutex_);
  refusing_ = true;
  changed_.notify_all();
}

void CallPool::RefuseLate() {
  std::deque<Waiting> late;
  {
    const std::lock_guard lock(mutex_);
    while (!waiting_.empty() && waiting_.front().give_up_at <= steady_clock::now()) {
      late.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  for (const Waiting& waiting : late) waiting.call.run(false, 0);
}

void CallPool::Join() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void CallPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (waiting_.empty()) {
      if (ending_) return;
      changed_.wait(lock);
      continue;
    }
    std::optional<Turn> turn = TakeTurn();
    wants_memory_.store(!turn, std::memory_order_relaxed);
    if (!turn) {
      changed_.wait_for(lock, kMemoryPause);
      continue;
    }
    ++running_;
    if (!waiting_.empty()) changed_.notify_one();  // Somebody has to look after those.
    lock.unlock();
    turn->call.run(turn->admitted, turn->reserved_bytes);
    turn.reset();
    lock.lock();
    --running_;
  }
}

// The first call for which there is memory: one that waits for much holds up none that needs
// little. Kinds of calls take turns. So where many clients ask for large replies and read none, a
// page waits until one of them is closed, and not until all of them are.
std::optional<CallPool::Turn> CallPool::TakeTurn() {
  for (std::size_t i = 0; i < kKinds; ++i) {
    const std::size_t kind = (next_kind_ + i) % kKinds;
    if (auto turn = TakeTurnOf(kind)) {
      next_kind_ = kind + 1;
      return turn;
    }
  }
  return std::nullopt;
}

std::optional<CallPool::Turn> CallPool::TakeTurnOf(std::size_t kind) {
  const auto now = steady_clock::now();
  for (auto waiting = waiting_.begin(); waiting != waiting_.end(); ++waiting) {
    if (KindOf(waiting->call.reply) != kind) continue;
    std::size_t reserved_bytes = 0;
    const bool admitted = !refusing_ && Admit(waiting->call, reserved_bytes);
    if (!admitted && !refusing_ && now < waiting->give_up_at) continue;
    Turn turn{
        .call = std::move(waiting->call), .admitted = admitted, .reserved_bytes = reserved_bytes};
    waiting_.erase(waiting);
    return turn;
  }
  return std::nullopt;
}

// One call runs also where the bodies of those that wait have left nothing to reserve: none of them
// would be done or refused otherwise. It gets what is left, piece by piece.
bool CallPool::Admit(const Call& call, std::size_t& reserved_bytes) {
  const bool has_large_reply = call.reply == Reply::kPage || call.reply == Reply::kLarge;
  if (has_large_reply && !memory_.HasRoomForReply(call.bytes)) return false;
  if (call.reply == Reply::kSmall && memory_.IsShortForReplies()) return false;
  if (memory_.TryTake(call.bytes)) {
    reserved_bytes = call.bytes;
    return true;
  }
  return running_ == 0;
}

}  // namespace basalt::wire
