// A server as a child process, and what it costs.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace basalt::bench {

// Started by the constructor, which returns once the program has printed a line that ends with its
// port ("... http://127.0.0.1:8000, ..."). Ends with the object.
class ServerProcess {
 public:
  ServerProcess(const std::string& executable, const std::vector<std::string>& arguments);

  // As above, for a program that does not say its port: returns once it accepts connections there.
  ServerProcess(const std::string& executable, const std::vector<std::string>& arguments,
                std::uint16_t port);
  ~ServerProcess();  // As Stop.
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }

  // User and system time so far.
  double CpuSeconds() const;
  std::size_t ResidentBytes() const;

  void Stop();  // SIGTERM.
  void Kill();  // SIGKILL.

 private:
  void Spawn(const std::string& executable, const std::vector<std::string>& arguments);
  void End(int signal);

  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace basalt::bench
