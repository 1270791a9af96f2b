// Something that a database does by itself, again and again, on the threads of a JobPool.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "basalt/error.h"
#include "engine/jobs/job_pool.h"

namespace basalt {

// When a job is to run again, besides when it is woken.
enum class NextRun : std::uint8_t {
  kAfterInterval,  // Of real time: jobs read the database's clock themselves.
  kWhenWoken,      // There is nothing to do until then; so an idle database costs nothing.
};

struct JobOptions {
  // Must return soon after its stop token says so.
  std::function<NextRun(const std::stop_token& stop)> run;
  std::chrono::milliseconds interval{0};
  // Is told of an exception that left `run`, as an error; the job runs again after its interval.
  // Must not throw.
  std::function<void(const Error& error)> on_exception;
};

// Runs first when it is woken; never twice at once. Thread-safe.
class Job {
 public:
  explicit Job(JobOptions options, JobPool& pool = JobPool::Shared());
  // Waits for a run to end, after it was told to stop. REQUIRES: not called by the job itself.
  ~Job();
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // Runs as soon as may be; if it is running, again after that.
  void Wake();

  // The same, unless it runs after an interval anyway.
  void WakeIfIdle();

 private:
  JobPool& pool_;
  const JobPool::EntryPointer entry_;
};

}  // namespace basalt
