// Trying out what may end the process.
#pragma once

#include <functional>

namespace basalt {

// Runs `body` in a child, and says whether it returned true: false also where it aborted, crashed,
// or did not call `goes_on` for a minute. Nothing that it does to memory is seen here; what it does
// to files is. RocksDB as Debian builds it has assertions, some of which fail on damaged
// directories: what did well in a child does well here, too, as long as the files are the same.
//
// The child has but the calling thread, so `body` must not wait for others (RocksDB's background
// jobs). What it writes to stderr is not shown.
bool SucceedsInChild(const std::function<bool(const std::function<void()>& goes_on)>& body);

}  // namespace basalt
