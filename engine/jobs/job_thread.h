// The thread that does what the database does by itself.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace basalt {

// Calls `job` at once, whenever it is woken, and after every `interval` of real time: jobs read the
// database's clock themselves. The job must return soon after its stop token says so. Thread-safe.
class JobThread {
 public:
  using Job = std::function<void(const std::stop_token& stop)>;

  JobThread(Job job, std::chrono::milliseconds interval);
  ~JobThread();  // Waits for the job to return.
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  void Wake();

 private:
  void Run(const std::stop_token& stop);

  const Job job_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;   // Under mutex_.
  std::jthread thread_;  // Last: it uses all of the above.
};

}  // namespace basalt
