// How an answer waits for stable storage without holding a lock: the operation runs to its end,
// gives up its locks, and only then waits for the writes that the answer tells of.
//
//   SyncScope scope(store);
//   auto response = ...;                  // Takes locks, commits, reads, and gives up its locks.
//   if (auto synced = scope.Wait(); !synced) return synced.error();
//   return response;
//
// A scope is found by the thread it was made on, so that it need not be handed through every
// function between an operation and its commits. Within another scope of the same store a scope
// leaves the waiting to that one.
#pragma once

#include <functional>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

// Thread-safety: none; it belongs to the thread that made it, and ends there.
class SyncScope {
 public:
  explicit SyncScope(const Store& store);
  ~SyncScope();
  SyncScope(const SyncScope&) = delete;
  SyncScope& operator=(const SyncScope&) = delete;

  // What was written or seen on this thread since the scope began is synced when this returns.
  // REQUIRES: the caller holds no lock that writes take. Errors: those of Store::AwaitSync.
  Status Wait();

  // The same without waiting: see Store::WhenSynced.
  void Then(std::function<void(const Status&)> done);

  // The thread has committed that write. Waits at once where no scope does it later.
  // Errors: those of Store::AwaitSync.
  static Status Wrote(const Store& store, LogSequence sequence);

  // What the thread is about to answer depends on that write of another thread.
  // REQUIRES: the thread has a scope of that store.
  static void Saw(const Store& store, LogSequence sequence);

 private:
  static SyncScope* Of(const Store& store);

  const Store& store_;
  SyncScope* const outer_;  // Of the thread.
  LogSequence last_ = 0;    // What is to be waited for.
};

}  // namespace basalt
