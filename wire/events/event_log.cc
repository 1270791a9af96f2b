#include "wire/events/event_log.h"

#include <spdlog/spdlog.h>

#include <iterator>

namespace basalt::wire {
namespace {

constexpr std::chrono::minutes kBetweenEqualLines{1};

template <typename Status>
std::string_view StatusOf(const std::optional<Status>& status) {
  return status ? NameOf(*status) : "absent";
}

}  // namespace

EventCounts EventLog::counts() const {
  const std::lock_guard guard(mutex_);
  return counts_;
}

void EventLog::Count(std::uint64_t EventCounts::*counter, std::uint64_t by) {
  const std::lock_guard guard(mutex_);
  counts_.*counter += by;
}

void EventLog::LogError(const std::string& line) {
  const auto now = std::chrono::steady_clock::now();
  std::uint64_t left_out = 0;
  {
    const std::lock_guard guard(mutex_);
    const auto [place, is_new] = lines_.try_emplace(line, Line{.logged = now});
    if (!is_new) {
      if (now < place->second.logged + kBetweenEqualLines) {
        ++place->second.left_out;
        return;
      }
      left_out = place->second.left_out;
      place->second = {.logged = now};
    }
    // What has not come again for a while is forgotten, and so the map stays small.
    std::erase_if(lines_, [&](const auto& other) {
      return other.second.left_out == 0 && now >= other.second.logged + kBetweenEqualLines;
    });
  }
  if (left_out == 0) {
    spdlog::error("{}", line);
  } else {
    spdlog::error("{} ({} times more since)", line, left_out);
  }
}

void EventLog::OnJobError(const JobError& event) {
  Count(&EventCounts::job_errors);
  LogError(fmt::format("{}{}{}: {}", NameOf(event.job), event.resource.empty() ? "" : " of ",
                       event.resource, event.error.message));
}

void EventLog::OnTableStateChanged(const TableStateChange& event) {
  Count(&EventCounts::state_changes);
  spdlog::info("table {}: {} -> {}", event.table_name, StatusOf(event.before),
               StatusOf(event.after));
}

void EventLog::OnIndexStateChanged(const IndexStateChange& event) {
  Count(&EventCounts::state_changes);
  spdlog::info("index {} of table {}: {} -> {}", event.index_name, event.table_name,
               StatusOf(event.before), StatusOf(event.after));
}

void EventLog::OnSlowOperation(const SlowOperation& event) {
  Count(&EventCounts::slow_operations);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(event.duration);
  spdlog::warn("{}{}{} took {} ms", event.operation, event.table_name.empty() ? "" : " of ",
               event.table_name, milliseconds.count());
}

void EventLog::OnWriteStallChanged(const WriteStallChange& event) {
  if (event.after == WriteStall::kNone) {
    spdlog::info("writes are no longer held up by {}", event.family);
    return;
  }
  Count(&EventCounts::write_stalls);
  spdlog::warn("writes are {}: the disk is behind with {}",
               event.after == WriteStall::kStopped ? "stopped" : "delayed", event.family);
}

void EventLog::OnStorageError(const StorageError& event) {
  Count(&EventCounts::storage_errors);
  LogError(fmt::format("storage: {} failed: {}", event.activity, event.message));
}

void EventLog::OnStorageRecovered() { spdlog::info("storage has recovered"); }

void EventLog::OnArnsChanged(const ArnsChange& event) {
  spdlog::warn(
      "the ARNs of what is stored began with {} when it was last opened, and begin with {} now: "
      "the "
      "old ones name nothing",
      event.before, event.after);
}

void EventLog::OnEventsDropped(std::uint64_t count) {
  Count(&EventCounts::dropped, count);
  spdlog::warn("{} events were left out: they came faster than they could be logged", count);
}

}  // namespace basalt::wire
