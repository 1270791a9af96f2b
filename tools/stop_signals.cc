#include "tools/stop_signals.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace basalt::tools {
namespace {

constexpr int kExitBySignal = 128;  // Shells add the signal's number.

// nohup has hang-ups ignored, and so they stay.
bool IsIgnored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

class StopSignals::State {
 public:
  explicit State(HangUp hang_up) : hang_up_(hang_up) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    if (hang_up == HangUp::kIsTold || !IsIgnored(SIGHUP)) sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    thread_ = std::thread([this] { Run(); });
  }
  ~State() {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
    }
    pthread_kill(thread_.native_handle(), SIGTERM);  // Wakes it up.
    thread_.join();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void Keep() {
    const std::lock_guard lock(mutex_);
    keeps_ = true;
  }

  // The next signal that has come, once there is one.
  int Next() {
    std::unique_lock lock(mutex_);
    come_.wait(lock, [this] { return stop_ != 0 || hangups_ > 0; });
    if (stop_ != 0) return stop_;
    --hangups_;
    return SIGHUP;
  }

 private:
  void Run() {
    int signal = 0;
    while (sigwait(&signals_, &signal) == 0) {
      const std::lock_guard lock(mutex_);
      if (ends_) return;
      if (signal == SIGHUP && hang_up_ == HangUp::kIsTold) {
        ++hangups_;
      } else if (!keeps_) {
        ::_exit(kExitBySignal + signal);
      } else {
        stop_ = signal;
      }
      come_.notify_one();
    }
  }

  const HangUp hang_up_;
  sigset_t signals_{};
  std::mutex mutex_;  // Guards what follows.
  std::condition_variable come_;
  bool ends_ = false;
  bool keeps_ = false;
  int stop_ = 0;
  int hangups_ = 0;
  std::thread thread_;  // Last: it uses all of the above.
};

Result<std::unique_ptr<StopSignals>> StopSignals::Watch(HangUp hang_up) {
  try {
    return std::unique_ptr<StopSignals>(new StopSignals(std::make_unique<State>(hang_up)));
  } catch (const std::system_error& error) {
    return Error{.message = std::string("cannot start a thread: ") + error.what()};
  }
}

StopSignals::StopSignals(std::unique_ptr<State> state) : state_(std::move(state)) {}
StopSignals::~StopSignals() = default;
void StopSignals::Keep() { state_->Keep(); }
int StopSignals::Next() { return state_->Next(); }

}  // namespace basalt::tools
