#include "tools/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace basalt::tools {
namespace {

// What these tell is of no use here, and it is no reason to end. SIGPIPE and SIGXFSZ tell what the
// failed write tells as well. (SIGQUIT still ends the process, with a core file.)
constexpr int kHarmlessSignals[] = {SIGPIPE,   SIGXFSZ, SIGUSR1, SIGUSR2, SIGALRM,
                                    SIGVTALRM, SIGPROF, SIGIO,   SIGPWR,  SIGSTKFLT};

Status OpenStandardHandles() {
  for (const int handle : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(handle, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one: those below it are open.
    if (::open("/dev/null", O_RDWR) != handle) {
      return Error{.message = "cannot open /dev/null: " + std::generic_category().message(errno)};
    }
  }
  return Done{};
}

// Best effort: with few files there are few connections, and databases hold few tables open.
void AllowManyFiles() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Status PrepareProcess() {
  if (auto opened = OpenStandardHandles(); !opened) return opened;
  for (const int signal : kHarmlessSignals) std::signal(signal, SIG_IGN);
  ::umask(S_IRWXG | S_IRWXO);
  AllowManyFiles();
  return Done{};
}

}  // namespace basalt::tools
