#include "engine/storage/log_sync.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <iterator>
#include <list>
#include <string>
#include <utility>

#include "engine/storage/caught.h"
#include "engine/storage/sync_mark.h"

namespace basalt {

LogSync::LogSync(rocksdb::DB& database, LogFiles& files, LogWatch& watch)
    : database_(database),
      files_(files),
      watch_(watch),
      view_(TakeView()),
      begin_(view_->GetSequenceNumber()) {
  synced_.store(begin_, std::memory_order_release);
}

LogSync::~LogSync() {
  {
    const std::lock_guard lock(callbacks_mutex_);
    stop_ = true;
  }
  callbacks_changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  const LogSequence last = database_.GetLatestSequenceNumber();
  if (last == begin_) return;  // Nothing was written.
  // Nobody waits for these writes any more: where this fails, they are as safe as before it.
  if (synced() >= last || SyncNow()) MarkEnd();
}

// A mark without a write behind it vouches for all before it.
void LogSync::MarkEnd() {
  rocksdb::WriteBatch mark;
  mark.PutLogData(EncodeSyncMark(synced())).PermitUncheckedError();
  database_.Write(rocksdb::WriteOptions(), &mark).PermitUncheckedError();
}

std::shared_ptr<const rocksdb::Snapshot> LogSync::TakeView() const {
  return {database_.GetSnapshot(),
          [this](const rocksdb::Snapshot* view) { database_.ReleaseSnapshot(view); }};
}

std::shared_ptr<const rocksdb::Snapshot> LogSync::synced_view() const {
  const std::lock_guard lock(view_mutex_);
  return view_;
}

Status LogSync::SyncNow() {
  if (Sync()) return Done{};
  return watch_.Failure();
}

// Also where the log has failed, because the next one may take writes that are under way. RocksDB
// calls this, which knows no exceptions.
void LogSync::SyncSealedLog() {
  const Status called = Caught([this]() -> Status {
    if (const auto status = files_.Sync(); !status.ok()) watch_.SyncFailed(status);
    return Done{};
  });
  if (!called) watch_.SyncFailed(rocksdb::Status::MemoryLimit());
}

bool LogSync::Sync() {
  if (watch_.failed()) return false;
  auto view = TakeView();  // Before the sync: all that it shows is in the log by now.
  if (const auto status = files_.Sync(); !status.ok()) {
    watch_.SyncFailed(status);
    return false;
  }
  if (watch_.failed()) return false;  // Meanwhile.
  Publish(std::move(view));
  return true;
}

// synced() never runs ahead of the view: whoever finds a write to be synced, and then takes the
// view, finds the write in it.
void LogSync::Publish(std::shared_ptr<const rocksdb::Snapshot> view) {
  const LogSequence sequence = view->GetSequenceNumber();
  const std::lock_guard lock(view_mutex_);
  if (sequence <= view_->GetSequenceNumber()) return;
  view_.swap(view);
  synced_.store(sequence, std::memory_order_release);
}

Status LogSync::Await(LogSequence sequence) {
  if (synced() >= sequence) return Done{};
  std::unique_lock lock(mutex_);
  while (synced() < sequence) {
    if (syncing_) {
      changed_.wait(lock);
      continue;
    }
    syncing_ = true;
    lock.unlock();
    const Status outcome = Caught([this] { return SyncNow(); });
    lock.lock();
    syncing_ = false;
    changed_.notify_all();
    if (!outcome) return outcome;
  }
  return Done{};
}

void LogSync::WhenSynced(LogSequence sequence, Callback done) {
  std::list<Waiting> added;
  const Status prepared = Caught([&]() -> Status {
    added.emplace_back();
    const std::lock_guard lock(callbacks_mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { RunCallbacks(); });
    return Done{};
  });
  if (!prepared) return done(Await(sequence));  // No memory, or no thread.
  added.front() = {sequence, std::move(done)};
  {
    const std::lock_guard lock(callbacks_mutex_);
    waiting_.splice(waiting_.end(), added);
    if (waiting_.size() > 1) return;  // The thread is at work.
  }
  callbacks_changed_.notify_one();
}

void LogSync::RunCallbacks() {
  std::unique_lock lock(callbacks_mutex_);
  while (true) {
    callbacks_changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Complete(lock);
  }
}

// Syncs for the oldest that waits, and tells all whose turn has come by then.
void LogSync::Complete(std::unique_lock<std::mutex>& lock) {
  const LogSequence oldest = std::ranges::min_element(waiting_, {}, &Waiting::sequence)->sequence;
  lock.unlock();
  const Status outcome = Await(oldest);
  const LogSequence reached = outcome ? synced() : oldest;
  lock.lock();
  std::list<Waiting> due;
  for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
    const auto next = std::next(waiting);
    if (waiting->sequence <= reached) due.splice(due.end(), waiting_, waiting);
    waiting = next;
  }
  lock.unlock();
  for (const Waiting& waiting : due) waiting.done(outcome);
  lock.lock();
}

}  // namespace basalt
