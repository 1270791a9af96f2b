// The threads on which all databases of a process do what they do by themselves. There is one pool,
// for a thousand small databases have next to nothing to do: see docs/decisions/0020.
//
// There are as many threads as there are runs that take long, and two more: one keeps the time, one
// is there when that has something to run. If something is due, and no thread has taken anything
// for 10 ms, then all of them are in runs that take long, and one more thread begins. So each slow
// job, such as a sink that blocks, delays the others by 10 ms once. Threads that are not needed
// end.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

#include "basalt/result.h"

namespace basalt {

// Thread-safe.
class JobPool {
 public:
  using Clock = std::chrono::steady_clock;
  using NextTime = std::optional<Clock::time_point>;  // Nothing: when it is woken.
  // Must not throw.
  using Run = std::function<NextTime(const std::stop_token& stop)>;
  struct Entry;
  using EntryPointer = std::shared_ptr<Entry>;

  JobPool() = default;
  ~JobPool();  // REQUIRES: every entry was removed. Waits for the threads to end.
  JobPool(const JobPool&) = delete;
  JobPool& operator=(const JobPool&) = delete;

  // The process's, which is never destroyed: databases may go after main has returned.
  static JobPool& Shared();

  // Makes sure that there is a thread. Where none can be made, runs wait until one can: each Wake
  // tries again. Errors: kInternal.
  Status Prepare();

  EntryPointer Add(Run run);  // Does not run before it is woken.
  // Runs it as soon as may be; if it is running, again then.
  void Wake(const EntryPointer& entry);
  // The same, unless it is to run at some time anyway.
  void WakeIfIdle(const EntryPointer& entry);
  // Waits for a run to end, after it was told to stop.
  void Remove(const EntryPointer& entry);

  std::size_t thread_count() const;

 private:
  using Queue = std::set<std::pair<Clock::time_point, EntryPointer>>;
  using Lock = std::unique_lock<std::mutex>;

  // All of these REQUIRE: the lock is held. None allocates memory, but for a thread's.
  void WakeAt(const EntryPointer& entry, Clock::time_point time);
  void Enqueue(const EntryPointer& entry, Clock::time_point time);
  void Dequeue(const EntryPointer& entry);
  bool AddThread();             // False: there can be no more.
  NextTime TimeToTake() const;  // When an idle thread is to take the first entry of the queue.
  bool Wait(Lock& lock);        // False: the thread is not needed any more.
  void RunFirst(Lock& lock);    // REQUIRES: the queue is not empty.
  void Serve();                 // What a thread does; takes the lock itself.

  mutable std::mutex mutex_;  // Guards all below.
  std::condition_variable changed_;
  std::condition_variable run_ended_;
  std::condition_variable thread_ended_;
  Queue queue_;
  Clock::time_point last_taken_;  // When a run began.
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;  // Threads that wait, or are about to.
  bool stop_ = false;
};

}  // namespace basalt
