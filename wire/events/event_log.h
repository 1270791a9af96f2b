// What the server does with what the database tells of itself: it logs and counts it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "basalt/engine_listener.h"

namespace basalt::wire {

// How often each kind of event has happened.
struct EventCounts {
  std::uint64_t job_errors = 0;
  std::uint64_t state_changes = 0;
  std::uint64_t slow_operations = 0;
  std::uint64_t write_stalls = 0;  // That began.
  std::uint64_t storage_errors = 0;
  std::uint64_t dropped = 0;
};

// For DatabaseOptions::listener. A line that was logged less than a minute ago is not logged again;
// the next time it says how often it has happened meanwhile. Thread-safe.
class EventLog final : public EngineListener {
 public:
  EventCounts counts() const;

  void OnJobError(const JobError& event) override;
  void OnTableStateChanged(const TableStateChange& event) override;
  void OnIndexStateChanged(const IndexStateChange& event) override;
  void OnSlowOperation(const SlowOperation& event) override;
  void OnWriteStallChanged(const WriteStallChange& event) override;
  void OnStorageError(const StorageError& event) override;
  void OnStorageRecovered() override;
  void OnArnsChanged(const ArnsChange& event) override;
  void OnEventsDropped(std::uint64_t count) override;

 private:
  struct Line {
    std::chrono::steady_clock::time_point logged;
    std::uint64_t left_out = 0;
  };

  void Count(std::uint64_t EventCounts::*counter, std::uint64_t by = 1);
  void LogError(const std::string& line);

  mutable std::mutex mutex_;
  EventCounts counts_;                 // Under mutex_.
  std::map<std::string, Line> lines_;  // Under mutex_. By their text.
};

}  // namespace basalt::wire
