#include "engine/jobs/job_pool.h"

#include <algorithm>
#include <exception>
#include <thread>

namespace basalt {
namespace {

// While the busy threads take something at least so often, none of them is stuck, and another one
// would cost more than it saves.
constexpr std::chrono::milliseconds kPatience{10};

// How many threads may wait for something to do, and how long those that are more may.
constexpr std::size_t kIdleMax = 2;
constexpr std::chrono::seconds kSpareTime{5};

}  // namespace

struct JobPool::Entry {
  explicit Entry(Run what) : run(std::move(what)) {}

  const Run run;
  std::stop_source stop;
  // Under the pool's lock:
  Queue::node_type place;  // In the queue; here while it is not there.
  NextTime queued_at;      // If it is there.
  bool running = false;
  bool woken = false;  // While it was running.
  bool removed = false;
};

JobPool& JobPool::Shared() {
  static JobPool& shared = *new JobPool();
  return shared;
}

JobPool::~JobPool() {
  Lock lock(mutex_);
  stop_ = true;
  changed_.notify_all();
  thread_ended_.wait(lock, [this] { return threads_ == 0; });
}

Status JobPool::Prepare() {
  const Lock lock(mutex_);
  if (threads_ > 0 || AddThread()) return Done{};
  return Error{ErrorCode::kInternal, "cannot make a thread for the database's own jobs"};
}

JobPool::EntryPointer JobPool::Add(Run run) {
  auto entry = std::make_shared<Entry>(std::move(run));
  Queue apart;
  apart.emplace(Clock::time_point(), entry);
  entry->place = apart.extract(apart.begin());
  return entry;
}

void JobPool::Wake(const EntryPointer& entry) {
  const Lock lock(mutex_);
  WakeAt(entry, Clock::now());
}

void JobPool::WakeIfIdle(const EntryPointer& entry) {
  const Lock lock(mutex_);
  WakeAt(entry, entry->queued_at.value_or(Clock::now()));
}

void JobPool::WakeAt(const EntryPointer& entry, Clock::time_point time) {
  if (entry->running) {
    entry->woken = true;
    return;
  }
  if (entry->queued_at && *entry->queued_at <= time) return;  // It keeps its place.
  Dequeue(entry);
  Enqueue(entry, time);
}

void JobPool::Remove(const EntryPointer& entry) {
  entry->stop.request_stop();
  Lock lock(mutex_);
  entry->removed = true;
  Dequeue(entry);
  run_ended_.wait(lock, [&] { return !entry->running; });
  entry->place = {};  // Which holds the entry itself.
}

std::size_t JobPool::thread_count() const {
  const Lock lock(mutex_);
  return threads_;
}

void JobPool::Enqueue(const EntryPointer& entry, Clock::time_point time) {
  entry->queued_at = time;
  entry->place.value().first = time;
  queue_.insert(std::move(entry->place));
  if (threads_ == 0) AddThread();
  if (queue_.begin()->second == entry) changed_.notify_one();
}

void JobPool::Dequeue(const EntryPointer& entry) {
  if (!entry->queued_at) return;
  entry->place = queue_.extract({*entry->queued_at, entry});
  entry->queued_at.reset();
}

bool JobPool::AddThread() {
  try {
    std::thread([this] { Serve(); }).detach();
  } catch (const std::exception&) {  // std::system_error, std::bad_alloc
    return false;
  }
  ++threads_;
  ++idle_;
  return true;
}

JobPool::NextTime JobPool::TimeToTake() const {
  if (queue_.empty()) return std::nullopt;
  const Clock::time_point due = queue_.begin()->first;
  const bool others_run = idle_ < threads_;
  return others_run ? std::max(due, last_taken_) + kPatience : due;
}

bool JobPool::Wait(Lock& lock) {
  ++idle_;
  NextTime spare_until;
  bool needed = false;
  while (!stop_) {
    const Clock::time_point now = Clock::now();
    const NextTime time = TimeToTake();
    needed = time && *time <= now;
    if (needed) break;
    if (idle_ <= kIdleMax) {
      spare_until.reset();
    } else if (!spare_until) {
      spare_until = now + kSpareTime;
    }
    if (spare_until && *spare_until <= now) break;
    if (time || spare_until) {
      changed_.wait_until(lock, std::min(time.value_or(Clock::time_point::max()),
                                         spare_until.value_or(Clock::time_point::max())));
    } else {
      changed_.wait(lock);
    }
  }
  --idle_;
  return needed;
}

void JobPool::RunFirst(Lock& lock) {
  const EntryPointer entry = queue_.begin()->second;  // It may be removed meanwhile.
  Dequeue(entry);
  last_taken_ = Clock::now();
  entry->running = true;
  entry->woken = false;
  // Somebody has to keep the time meanwhile. Without a thread for that, all waits for this run. One
  // that is idle may sleep for ever: it has looked when nothing was queued.
  if (idle_ == 0) {
    AddThread();
  } else {
    changed_.notify_one();
  }
  lock.unlock();
  const NextTime next = entry->run(entry->stop.get_token());
  lock.lock();
  entry->running = false;
  if (entry->removed) {
    run_ended_.notify_all();
  } else if (entry->woken) {
    Enqueue(entry, Clock::now());
  } else if (next) {
    Enqueue(entry, *next);
  }
}

void JobPool::Serve() {
  Lock lock(mutex_);
  --idle_;  // As which it was counted when it was made.
  bool needed = Wait(lock);
  while (needed && !stop_) {
    RunFirst(lock);
    const bool is_due = !queue_.empty() && queue_.begin()->first <= Clock::now();
    needed = is_due || Wait(lock);
  }
  --threads_;
  thread_ended_.notify_all();
}

}  // namespace basalt
