// What a data directory must be to the operating system: a directory, whose files are files, that
// this process may use and other users may not.
#pragma once

#include <string>

#include "basalt/result.h"

namespace basalt {

// Takes a directory that was just made, and is empty, from all other users: mode 0700.
Status MakePrivate(const std::string& directory);

// Errors: kInternal with a text for people: it is no directory; a file in it is none (RocksDB would
// wait for a named pipe for ever); or this process may not use it, or a file in it, which the text
// explains by whose it is. A directory that is only read needs no permission to write.
Status CheckAccess(const std::string& directory, bool read_only);

}  // namespace basalt
