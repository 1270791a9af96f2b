// Brings events from wherever they happen, with whatever locks held there, to the user's listener.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <variant>

#include "basalt/engine_listener.h"
#include "engine/jobs/job.h"

namespace basalt {

// Takes events as a listener itself, which never fails, waits or calls anybody, and passes them on
// as engine_listener.h says. Thread-safe.
class EventQueue final : public EngineListener {
 public:
  static constexpr std::size_t kEventsMax = 1'000;

  // `listener` must outlive this.
  explicit EventQueue(EngineListener& listener, JobPool& pool = JobPool::Shared());
  ~EventQueue() override;  // Passes on what is left.

  void OnJobError(const JobError& event) override;
  void OnTableStateChanged(const TableStateChange& event) override;
  void OnIndexStateChanged(const IndexStateChange& event) override;
  void OnSlowOperation(const SlowOperation& event) override;
  void OnWriteStallChanged(const WriteStallChange& event) override;
  void OnStorageError(const StorageError& event) override;
  void OnStorageRecovered() override;
  void OnArnsChanged(const ArnsChange& event) override;

 private:
  struct Recovery {};
  using Event = std::variant<JobError, TableStateChange, IndexStateChange, SlowOperation,
                             WriteStallChange, StorageError, Recovery, ArnsChange>;

  template <typename T>
  void Add(const T& event);
  void PassOn();
  void PassOn(const Event& event);

  EngineListener& listener_;
  std::mutex mutex_;
  std::deque<Event> events_;   // Under mutex_.
  std::uint64_t dropped_ = 0;  // Under mutex_.
  std::optional<Job> job_;     // Last: it uses all of the above.
};

}  // namespace basalt
