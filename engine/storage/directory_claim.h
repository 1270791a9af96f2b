// Which directories databases of this process have open. RocksDB's lock keeps other processes out,
// yet within a process it compares names alone, so that another spelling of the same directory
// would pass; and closing any handle of the file LOCK would drop it.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "basalt/result.h"

namespace basalt {

// While it exists no other claim on the same directory (device and inode, whatever the spelling)
// can be taken in this process. Movable. Thread-safe: any number of threads may take claims.
class DirectoryClaim {
 public:
  // Errors: kInternal with a text for people: there is a claim already, or no such directory.
  static Result<DirectoryClaim> Take(const std::string& path);

  DirectoryClaim() = default;  // On nothing.
  DirectoryClaim(DirectoryClaim&& other) noexcept
      : handle_(std::exchange(other.handle_, -1)), device_(other.device_), inode_(other.inode_) {}
  DirectoryClaim& operator=(DirectoryClaim&& other) noexcept;
  ~DirectoryClaim() { Release(); }

 private:
  DirectoryClaim(int handle, dev_t device, ino_t inode)
      : handle_(handle), device_(device), inode_(inode) {}
  void Release();

  int handle_ = -1;  // Of the directory: while it is open, no other gets the inode's number.
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

// Whether a database, of this process or another, has the directory open. Not to be asked by one
// that holds a claim on it.
bool IsInUse(const std::string& path);

// Whether another process holds RocksDB's lock of the directory. REQUIRES: this process has a claim
// on it, because a look at the lock would drop one that this process holds.
bool IsLockedByAnotherProcess(const std::string& path);

}  // namespace basalt
