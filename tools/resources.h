// What the process may take of the machine, and how it is set up to take it.
#pragma once

#include <cstddef>

#include "basalt/result.h"

namespace basalt::tools {

// Raises the limit of open files as far as the system allows.
void AllowAllFiles();

// Does so, too, and returns how many connections the limit leaves room for, at most `wanted`: each
// is a file. What is open already, and what a server on `hosts` names opens before its first
// connection, leave the rest; of all files a quarter, from 32 to 1,024, is kept for the store to
// write with. Says in the log if fewer fit than wanted. Errors: kInternal with a text for people:
// there are too few to serve anybody.
Result<std::size_t> ConnectionsThatFit(std::size_t wanted, std::size_t hosts);

// Has the C library hand large blocks back when they are freed. Call it before threads are made.
void KeepHeapSmall();

}  // namespace basalt::tools
