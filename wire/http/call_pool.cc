#include "wire/http/call_pool.h"

#include <algorithm>
#include <utility>

namespace basalt::wire {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often it is looked whether memory has been given back. Who gives it back need not know.
constexpr milliseconds kMemoryPause(10);

// No call reserves more than this part of the budget, so that each can be admitted some time.
constexpr std::size_t kLargestShare = 8;

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
// little. Calls with large replies and others take turns, so that neither kind waits for all of the
// other.
std::optional<CallPool::Turn> CallPool::TakeTurn() {
  const bool large_first = std::exchange(large_is_next_, !large_is_next_);
  auto turn = TakeTurnOf(large_first);
  return turn ? std::move(turn) : TakeTurnOf(!large_first);
}

std::optional<CallPool::Turn> CallPool::TakeTurnOf(bool large) {
  const auto now = steady_clock::now();
  for (auto waiting = waiting_.begin(); waiting != waiting_.end(); ++waiting) {
    if ((waiting->call.reply == Reply::kLarge) != large) continue;
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
  if (call.reply == Reply::kLarge && !memory_.HasRoomForReply(call.bytes)) return false;
  if (call.reply == Reply::kSmall && memory_.IsShortForReplies()) return false;
  if (memory_.TryTake(call.bytes)) {
    reserved_bytes = call.bytes;
    return true;
  }
  return running_ == 0;
}

}  // namespace basalt::wire
