#include "engine/jobs/job.h"

#include <utility>

#include "engine/storage/caught.h"

namespace basalt {
namespace {

JobPool::Run CaughtRun(JobOptions options) {
  return [options = std::move(options)](const std::stop_token& stop) -> JobPool::NextTime {
    NextRun next = NextRun::kAfterInterval;
    const Status caught = Caught([&]() -> Status {
      next = options.run(stop);
      return Done{};
    });
    if (!caught) options.on_exception(caught.error());
    if (next == NextRun::kWhenWoken) return std::nullopt;
    return JobPool::Clock::now() + options.interval;
  };
}

}  // namespace

Job::Job(JobOptions options, JobPool& pool)
    : pool_(pool), entry_(pool.Add(CaughtRun(std::move(options)))) {}

Job::~Job() { pool_.Remove(entry_); }

void Job::Wake() { pool_.Wake(entry_); }

void Job::WakeIfIdle() { pool_.WakeIfIdle(entry_); }

}  // namespace basalt
