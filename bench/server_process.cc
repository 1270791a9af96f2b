#include "bench/server_process.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <string_view>
#include <thread>

#include "bench/load.h"
#include "bench/table.h"

extern char** environ;

namespace basalt::bench {
namespace {

std::uint16_t PortIn(std::string_view line) {
  constexpr std::string_view kBefore = "http://127.0.0.1:";
  const std::size_t found = line.find(kBefore);
  Require(found != std::string_view::npos, "a server did not start: " + std::string(line));
  line.remove_prefix(found + kBefore.size());
  std::uint16_t port = 0;
  std::from_chars(line.data(), line.data() + line.size(), port);
  return port;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& executable,
                             const std::vector<std::string>& arguments) {
  Spawn(executable, arguments);
  std::string line;
  for (char byte = 0; read(output_, &byte, 1) == 1 && byte != '\n';) line += byte;
  port_ = PortIn(line);
}

ServerProcess::ServerProcess(const std::string& executable,
                             const std::vector<std::string>& arguments, std::uint16_t port)
    : port_(port) {
  constexpr std::chrono::milliseconds kPause(20);
  Spawn(executable, arguments);
  while (!Accepts(port)) {
    Require(waitpid(pid_, nullptr, WNOHANG) == 0, "a server did not start: " + executable);
    std::this_thread::sleep_for(kPause);
  }
}

void ServerProcess::Spawn(const std::string& executable,
                          const std::vector<std::string>& arguments) {
  std::array<int, 2> pipe_ends{};
  Require(pipe(pipe_ends.data()) == 0, "cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);

  std::vector<std::string> words = arguments;
  words.insert(words.begin(), executable);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int failed =
      posix_spawnp(&pid_, executable.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  output_ = pipe_ends[0];
  Require(failed == 0, "cannot start " + executable);
}

ServerProcess::~ServerProcess() { Stop(); }

double ServerProcess::CpuSeconds() const {
  clockid_t clock{};
  timespec used{};
  Require(clock_getcpuclockid(pid_, &clock) == 0 && clock_gettime(clock, &used) == 0,
          "a server has ended");
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

std::size_t ServerProcess::ResidentBytes() const {
  std::ifstream statm(fmt::format("/proc/{}/statm", pid_));
  std::size_t total = 0;
  std::size_t resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void ServerProcess::Stop() { End(SIGTERM); }
void ServerProcess::Kill() { End(SIGKILL); }

void ServerProcess::End(int signal) {
  if (pid_ < 0) return;
  kill(pid_, signal);
  waitpid(pid_, nullptr, 0);
  close(output_);
  pid_ = -1;
}

}  // namespace basalt::bench
