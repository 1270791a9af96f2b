// A listener that keeps what it is told.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "basalt/engine_listener.h"

namespace basalt::engine_test {

// Thread-safe. Each event is a line.
class CollectingListener : public EngineListener {
 public:
  void OnJobError(const JobError& event) override {
    Add(std::string(NameOf(event.job)) + " of " + event.resource + ": " + event.error.message);
  }
  void OnTableStateChanged(const TableStateChange& event) override {
    Add(event.table_name + ": " + StateOf(event.before) + " to " + StateOf(event.after));
  }
  void OnIndexStateChanged(const IndexStateChange& event) override {
    Add(event.table_name + "." + event.index_name + ": " + StateOf(event.before) + " to " +
        StateOf(event.after));
  }
  void OnSlowOperation(const SlowOperation& event) override {
    Add("slow: " + event.operation + " of " + event.table_name);
  }
  void OnWriteStallChanged(const WriteStallChange& event) override {
    Add("stall: " + event.family);
  }
  void OnStorageError(const StorageError& event) override {
    Add("storage: " + event.activity + ": " + event.message);
  }
  void OnArnsChanged(const ArnsChange& event) override {
    Add("ARNs: " + event.before + " to " + event.after);
  }
  void OnStorageRecovered() override { Add("storage recovered"); }
  void OnEventsDropped(std::uint64_t count) override { Add("dropped " + std::to_string(count)); }

  std::vector<std::string> lines() const {
    const std::lock_guard guard(mutex_);
    return lines_;
  }

  // Until a line begins so. False: none came for a very long time.
  bool Await(const std::string& beginning) const {
    std::unique_lock lock(mutex_);
    return added_.wait_for(lock, std::chrono::seconds(60), [&] {
      for (const std::string& line : lines_) {
        if (line.starts_with(beginning)) return true;
      }
      return false;
    });
  }

 private:
  template <typename State>
  static std::string StateOf(const std::optional<State>& state) {
    return state ? std::string(NameOf(*state)) : "absent";
  }

  void Add(std::string line) {
    const std::lock_guard guard(mutex_);
    lines_.push_back(std::move(line));
    added_.notify_all();
  }

  mutable std::mutex mutex_;
  mutable std::condition_variable added_;
  std::vector<std::string> lines_;
};

}  // namespace basalt::engine_test
