#include "engine/jobs/job_thread.h"

#include <utility>

namespace basalt {

JobThread::JobThread(Job job, std::chrono::milliseconds interval)
    : job_(std::move(job)),
      interval_(interval),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

JobThread::~JobThread() = default;

void JobThread::Wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_one();
}

void JobThread::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    job_(stop);
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, interval_, [this] { return woken_; });
    woken_ = false;
  }
}

}  // namespace basalt
