#include "engine/storage/log_mender.h"

#include <rocksdb/write_batch.h>

#include <new>

namespace basalt {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{500};

// No row has it: to remove it is a write that changes nothing.
constexpr const char* kNoKey = "";

}  // namespace

LogMender::LogMender(rocksdb::DB& database, std::span<rocksdb::ColumnFamilyHandle* const> families,
                     LogFiles& log_files, LogWatch& log_watch, EngineListener& listener)
    : database_(database),
      families_(families.begin(), families.end()),
      log_files_(log_files),
      log_watch_(log_watch),
      listener_(listener),
      thread_([this] { Run(); }) {}

LogMender::~LogMender() {
  log_watch_.StopWaiting();
  thread_.join();
}

void LogMender::Run() {
  while (const auto failure = log_watch_.AwaitMendable()) {
    if (!TryToMend(*failure)) log_watch_.Wait(kBetweenTries);
  }
}

bool LogMender::TryToMend(std::uint64_t failure) noexcept {
  try {
    if (!Mend()) return false;
    log_files_.TakeWritesAgain();
    if (!log_watch_.Mended(failure)) return false;
  } catch (const std::bad_alloc&) {
    return false;
  }
  listener_.OnStorageRecovered();
  return true;
}

bool LogMender::Mend() {
  rocksdb::WriteBatch batch;
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    if (!batch.Delete(family, kNoKey).ok()) return false;
  }
  // Into memory alone: a family that has nothing there would not be written to a table, and what is
  // in the new log must not be missed before the old one is done with.
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return database_.Write(options, &batch).ok() && database_.Flush({}, families_).ok();
}

}  // namespace basalt
