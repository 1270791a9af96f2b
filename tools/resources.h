// What the process may take of the machine, and how it is set up to take it.
#pragma once

#include <cstddef>

namespace basalt::tools {

// Raises the limit of open files as far as the system allows.
void AllowAllFiles();

// Does so, too, and returns how many connections the limit leaves room for, at most `wanted`: each
// is a file. A quarter of the files, up to 1,024, is kept
// for the store's own. Says in the log if fewer fit than wanted.
std::size_t ConnectionsThatFit(std::size_t wanted);

// Has the C library hand large blocks back when they are freed. Call it before threads are made.
void KeepHeapSmall();

}  // namespace basalt::tools
