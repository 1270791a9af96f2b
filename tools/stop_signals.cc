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
constexpr int kWakeUp = SIGUSR2;    // Ends the thread.

}  // namespace

class StopSignals::State {
 public:
  explicit State(bool hangs_up) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, kWakeUp);
    if (hangs_up) sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    thread_ = std::thread([this] { Run(); });
  }
  ~State() {
    pthread_kill(thread_.native_handle(), kWakeUp);
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
    while (sigwait(&signals_, &signal) == 0 && signal != kWakeUp) {
      const std::lock_guard lock(mutex_);
      if (signal == SIGHUP) {
        ++hangups_;
      } else if (!keeps_) {
        ::_exit(kExitBySignal + signal);
      } else {
        stop_ = signal;
      }
      come_.notify_one();
    }
  }

  sigset_t signals_{};
  std::mutex mutex_;  // Guards what follows.
  std::condition_variable come_;
  bool keeps_ = false;
  int stop_ = 0;
  int hangups_ = 0;
  std::thread thread_;  // Last: it uses all of the above.
};

Result<std::unique_ptr<StopSignals>> StopSignals::Watch(bool hangs_up) {
  try {
    return std::unique_ptr<StopSignals>(new StopSignals(std::make_unique<State>(hangs_up)));
  } catch (const std::system_error& error) {
    return Error{.message = std::string("cannot start a thread: ") + error.what()};
  }
}

StopSignals::StopSignals(std::unique_ptr<State> state) : state_(std::move(state)) {}
StopSignals::~StopSignals() = default;
void StopSignals::Keep() { state_->Keep(); }
int StopSignals::Next() { return state_->Next(); }

}  // namespace basalt::tools
