#include "engine/storage/log_watch.h"

#include "engine/storage/caught.h"
#include "engine/storage/file_handles.h"

namespace basalt {

std::optional<std::uint64_t> LogWatch::AwaitMendable() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return (takes_writes_ && refuses_writes()) || stop_; });
  if (stop_) return std::nullopt;
  return failures_;
}

bool LogWatch::Mended(std::uint64_t failure) {
  const std::lock_guard guard(mutex_);
  if (failure != failures_) return false;
  takes_writes_ = false;
  failed_.store(false, std::memory_order_release);
  refuses_writes_.store(false, std::memory_order_release);
  return true;
}

Error LogWatch::Failure() const {
  const std::lock_guard guard(mutex_);
  return {ErrorCode::kInternal, "cannot write: " + cause_};
}

void LogWatch::SyncFailed(const rocksdb::Status& cause) {
  const std::lock_guard guard(mutex_);
  if (failed()) return;
  ++failures_;
  takes_writes_ = false;
  failed_.store(true, std::memory_order_release);
  refuses_writes_.store(true, std::memory_order_release);
  Keep(cause_, cause);
}

// Keeps at least that there is one where there is no memory for more: the caller is RocksDB's
// thread, or must not fail itself.
void LogWatch::Keep(std::string& text, const rocksdb::Status& status) {
  const Status kept = Caught([&]() -> Status {
    text = TextOf(status);
    return Done{};
  });
  if (!kept) text.assign(1, '?');
}

std::string LogWatch::refusal() const {
  const std::lock_guard guard(mutex_);
  return refuses_writes() ? cause_ : stopped_;
}

void LogWatch::Wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, time, [this] { return stop_; });
}

void LogWatch::StopWaiting() {
  const std::lock_guard guard(mutex_);
  stop_ = true;
  wake_.notify_all();
}

void LogWatch::OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) {
  // RocksDB holds it for fatal that it cannot begin a log, though nothing is lost: told that all is
  // well, it goes on with the old one, also for the write that wanted a new one. But each write
  // that would begin one leaks memory, so from the next on nobody but the mender shall try.
  const bool cannot_begin =
      reason == rocksdb::BackgroundErrorReason::kMemTable && error->IsNoSpace();
  const std::lock_guard guard(mutex_);
  // Of what is less severe RocksDB takes writes: a compaction that is put off.
  const bool stops = !cannot_begin && error->severity() >= rocksdb::Status::Severity::kHardError;
  const bool log_failed = cannot_begin || reason == rocksdb::BackgroundErrorReason::kWriteCallback;
  if (stops) Keep(stopped_, *error);
  if (log_failed) Keep(cause_, *error);
  if (!log_failed) return;
  ++failures_;
  takes_writes_ = cannot_begin;
  refuses_writes_.store(true, std::memory_order_release);
  if (!cannot_begin) {
    failed_.store(true, std::memory_order_release);
    return;
  }
  *error = rocksdb::Status::OK();
  wake_.notify_all();
}

void LogWatch::OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) {
  if (!info.new_bg_error.ok()) return;
  const std::lock_guard guard(mutex_);
  stopped_.clear();
  takes_writes_ = true;
  wake_.notify_all();
}

}  // namespace basalt
