#include "engine/storage/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <new>
#include <thread>

namespace basalt {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks{5};
constexpr std::chrono::seconds kPatience{60};

using Progress = std::atomic<std::uint64_t>;
static_assert(Progress::is_always_lock_free, "it is shared between processes");

// Memory that both processes see; null where there is none.
class SharedProgress {
 public:
  SharedProgress()
      : memory_(::mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (memory_ != MAP_FAILED) progress_ = new (memory_) Progress(0);
  }
  ~SharedProgress() {
    if (memory_ != MAP_FAILED) ::munmap(memory_, sizeof(Progress));
  }
  SharedProgress(const SharedProgress&) = delete;
  SharedProgress& operator=(const SharedProgress&) = delete;

  Progress* get() const { return progress_; }

 private:
  void* const memory_;
  Progress* progress_ = nullptr;
};

[[noreturn]] void RunChild(const std::function<bool(const std::function<void()>&)>& body,
                           Progress& progress) {
  const rlimit no_core{};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  std::signal(SIGABRT, SIG_DFL);
  const bool succeeded = body([&progress] { progress.fetch_add(1, std::memory_order_relaxed); });
  ::_exit(succeeded ? 0 : 1);
}

bool AwaitChild(pid_t child, const Progress& progress) {
  std::uint64_t seen = 0;
  auto since = steady_clock::now();
  int status = 0;
  while (true) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0 && errno != EINTR) return false;
    const std::uint64_t now = progress.load(std::memory_order_relaxed);
    if (now != seen) since = steady_clock::now();
    seen = now;
    if (steady_clock::now() - since > kPatience) ::kill(child, SIGKILL);
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

}  // namespace

bool SucceedsInChild(const std::function<bool(const std::function<void()>& goes_on)>& body) {
  const SharedProgress progress;
  if (progress.get() == nullptr) return false;
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) RunChild(body, *progress.get());
  return AwaitChild(child, *progress.get());
}

}  // namespace basalt
