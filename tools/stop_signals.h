// The signals that end the server, SIGINT, SIGTERM and SIGHUP, from the first moment on. A server
// with a certificate reads it again on SIGHUP instead.
#pragma once

#include <csignal>
#include <memory>

#include "basalt/result.h"

namespace basalt::tools {

// While it exists, a thread waits for the signals, which no thread made after it gets. Until Keep
// is called, those that end the server end the process at once, with the status that shells give
// for it (128 and the signal's number): a start may take long, and nothing that it does has to be
// finished. For one thread; one object a process.
class StopSignals {
 public:
  // What SIGHUP is: the end, as when a terminal is closed (unless the process was started with
  // SIGHUP ignored, as nohup does), or something to be told by Next.
  enum class HangUp : bool { kEnds, kIsTold };

  // Errors: kInternal: no thread can be made.
  static Result<std::unique_ptr<StopSignals>> Watch(HangUp hang_up);
  ~StopSignals();

  // From now on signals are kept for Next.
  void Keep();

  // Waits for a signal, and returns its number. One that ends the server goes before a SIGHUP that
  // does not.
  int Next();

 private:
  class State;
  explicit StopSignals(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace basalt::tools
