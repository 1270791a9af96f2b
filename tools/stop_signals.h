// The signals that end the server, SIGINT and SIGTERM, from the first moment on; and SIGHUP, at
// which it reads its certificate again.
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
  // `hangs_up`: SIGHUP is waited for, too. Errors: kInternal: no thread can be made.
  static Result<std::unique_ptr<StopSignals>> Watch(bool hangs_up);
  ~StopSignals();

  // From now on signals are kept for Next.
  void Keep();

  // Waits for a signal, and returns its number. One that ends the server goes before SIGHUP.
  int Next();

 private:
  class State;
  explicit StopSignals(std::unique_ptr<State> state);
  const std::unique_ptr<State> state_;
};

}  // namespace basalt::tools
