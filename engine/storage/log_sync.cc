#include "engine/storage/log_sync.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

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
  // Whoever waited has been told: what fails here is only later than it could be.
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

void LogSync::SyncSealedLog() { Sync(); }

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

// Readers take the view first and compare with synced() later, or the other way round: whoever
// finds a write to be synced must find it in the view.
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
    const Status outcome = SyncNow();
    lock.lock();
    syncing_ = false;
    changed_.notify_all();
    if (!outcome) return outcome;
  }
  return Done{};
}

void LogSync::WhenSynced(LogSequence sequence, Callback done) {
  {
    const std::lock_guard lock(callbacks_mutex_);
    waiting_.push_back({sequence, std::move(done)});
    if (!thread_.joinable()) thread_ = std::thread([this] { RunCallbacks(); });
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
  const auto is_later = [&](const Waiting& other) { return other.sequence > reached; };
  const auto first_due = std::stable_partition(waiting_.begin(), waiting_.end(), is_later);
  std::vector<Waiting> due(std::make_move_iterator(first_due),
                           std::make_move_iterator(waiting_.end()));
  waiting_.erase(first_due, waiting_.end());
  lock.unlock();
  for (const Waiting& waiting : due) waiting.done(outcome);
  lock.lock();
}

}  // namespace basalt
