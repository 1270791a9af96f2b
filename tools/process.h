// What the executable asks of its process before it does anything else.
#pragma once

#include "basalt/result.h"

namespace basalt::tools {

// Makes the process one in which nothing surprising happens:
// - Handles 0 to 2 are open. One that was closed is /dev/null, so that no file of a database gets
//   its number, and log lines with it.
// - A pipe whose reader has gone, and a file that has reached its limit (ulimit -f), are errors of
//   that write, and end nothing. Neither do signals without a meaning here: timers', users' own.
// - What is made is for the owner alone (umask 077).
// - As many files may be open as the hard limit says; shells allow 1,024.
// Errors: kInternal with a text for people. Call it once, before there are threads.
Status PrepareProcess();

}  // namespace basalt::tools
