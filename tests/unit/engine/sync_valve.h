// A disk on which the syncs of logs are counted, and wait while a valve is shut.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace basalt::engine_test {

// Thread-safe. Must outlive the stores over it.
class SyncValve {
 public:
  SyncValve() : env_(rocksdb::NewCompositeEnv(std::make_shared<Files>(*this))) {}

  rocksdb::Env* env() { return env_.get(); }

  void Shut() { Set(false); }
  void Open() { Set(true); }
  // How long each sync takes while the valve is open.
  void SetDelay(std::chrono::milliseconds delay) {
    const std::lock_guard lock(mutex_);
    delay_ = delay;
  }
  int syncs() const {
    const std::lock_guard lock(mutex_);
    return syncs_;
  }
  // Waits until somebody waits for the valve.
  void AwaitSync() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }

 private:
  using Status = rocksdb::IOStatus;
  using Context = rocksdb::IODebugContext;

  class File final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, SyncValve& valve)
        : FSWritableFileOwnerWrapper(std::move(file)), valve_(valve) {}
    Status Sync(const rocksdb::IOOptions& options, Context* context) override {
      valve_.Pass();
      return target()->Sync(options, context);
    }

   private:
    SyncValve& valve_;
  };

  class Files final : public rocksdb::FileSystemWrapper {
   public:
    explicit Files(SyncValve& valve)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), valve_(valve) {}
    const char* Name() const override { return "SyncValve"; }
    Status NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           Context* context) override {
      auto status = target()->NewWritableFile(name, options, file, context);
      if (status.ok() && name.ends_with(".log")) {
        *file = std::make_unique<File>(std::move(*file), valve_);
      }
      return status;
    }

   private:
    SyncValve& valve_;
  };

  void Set(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    changed_.notify_all();
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    ++syncs_;
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
    // Spurious wake-ups only make a sync shorter.
    if (delay_.count() > 0) never_.wait_for(lock, delay_);
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable never_;  // Notified by nobody.
  bool open_ = true;
  int syncs_ = 0;
  int waiting_ = 0;
  std::chrono::milliseconds delay_{0};
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace basalt::engine_test
