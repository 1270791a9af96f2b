#include "engine/jobs/event_queue.h"

#include <utility>

#include "engine/storage/caught.h"

namespace basalt {
namespace {

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

}  // namespace

EventQueue::EventQueue(EngineListener& listener, JobPool& pool) : listener_(listener) {
  job_.emplace(JobOptions{.run =
                              [this](const std::stop_token&) {
                                PassOn();
                                return NextRun::kWhenWoken;
                              },
                          .interval = {},
                          .on_exception = [](const Error&) {}},
               pool);
}

EventQueue::~EventQueue() {
  job_.reset();
  // Out of memory: what is left is dropped.
  if (const Status passed = Caught([this]() -> Status { return PassOn(), Done{}; }); !passed) {
    events_.clear();
  }
}

// Without memory for it an event is dropped, and counted.
template <typename T>
void EventQueue::Add(const T& event) {
  {
    const std::lock_guard guard(mutex_);
    bool added = events_.size() < kEventsMax;
    if (added) {
      const Status caught = Caught([&]() -> Status { return events_.emplace_back(event), Done{}; });
      added = static_cast<bool>(caught);
    }
    if (!added) ++dropped_;
  }
  job_->Wake();
}

void EventQueue::OnJobError(const JobError& event) { Add(event); }
void EventQueue::OnTableStateChanged(const TableStateChange& event) { Add(event); }
void EventQueue::OnIndexStateChanged(const IndexStateChange& event) { Add(event); }
void EventQueue::OnSlowOperation(const SlowOperation& event) { Add(event); }
void EventQueue::OnWriteStallChanged(const WriteStallChange& event) { Add(event); }
void EventQueue::OnStorageError(const StorageError& event) { Add(event); }
void EventQueue::OnStorageRecovered() { Add(Recovery()); }
void EventQueue::OnArnsChanged(const ArnsChange& event) { Add(event); }

void EventQueue::PassOn() {
  std::deque<Event> events;
  std::uint64_t dropped = 0;
  {
    const std::lock_guard guard(mutex_);
    events.swap(events_);
    dropped = std::exchange(dropped_, 0);
  }
  for (const Event& event : events) PassOn(event);
  if (dropped > 0) {
    const Status caught =
        Caught([&]() -> Status { return listener_.OnEventsDropped(dropped), Done{}; });
    if (!caught) return;  // The listener's own exception, which is not for us to tell it of.
  }
}

void EventQueue::PassOn(const Event& event) {
  const auto call = [&]() -> Status {
    std::visit(
        Overloaded{[&](const JobError& error) { listener_.OnJobError(error); },
                   [&](const TableStateChange& change) { listener_.OnTableStateChanged(change); },
                   [&](const IndexStateChange& change) { listener_.OnIndexStateChanged(change); },
                   [&](const SlowOperation& operation) { listener_.OnSlowOperation(operation); },
                   [&](const WriteStallChange& change) { listener_.OnWriteStallChanged(change); },
                   [&](const StorageError& error) { listener_.OnStorageError(error); },
                   [&](const Recovery&) { listener_.OnStorageRecovered(); },
                   [&](const ArnsChange& change) { listener_.OnArnsChanged(change); }},
        event);
    return Done{};
  };
  if (const Status caught = Caught(call); !caught) return;  // As above.
}

}  // namespace basalt
