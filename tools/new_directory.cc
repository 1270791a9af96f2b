#include "tools/new_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

namespace basalt::tools {
namespace {

namespace fs = std::filesystem;

// The lock of a database directory, as RocksDB takes it. Less than zero: another process has it.
int TakeLock(const fs::path& directory) {
  const int handle = ::open((directory / "LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (handle < 0) return -1;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  if (::fcntl(handle, F_SETLK, &lock) == 0) return handle;
  ::close(handle);
  return -1;
}

}  // namespace

NewDirectory::NewDirectory(const fs::path& path) : path_(path) {
  std::error_code failed;
  for (fs::path part = path_; !part.empty() && !fs::exists(part, failed) && !failed;
       part = part.parent_path()) {
    if (part.has_filename()) first_new_ = part;
  }
}

NewDirectory::~NewDirectory() {
  if (first_new_.empty()) return;
  const int lock = TakeLock(path_);
  if (lock < 0) return;
  std::error_code ignored;  // What cannot be removed stays, and is a sound, empty database.
  fs::remove_all(first_new_, ignored);
  ::close(lock);
}

}  // namespace basalt::tools
