#include "engine/storage/directory_claim.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <set>
#include <system_error>

namespace basalt {
namespace {

struct Claims {
  std::mutex mutex;
  std::set<std::pair<dev_t, ino_t>> held;  // Guarded by mutex.
};

Claims& AllClaims() {
  static auto* claims = new Claims;  // Never destroyed: databases may outlive static objects.
  return *claims;
}

}  // namespace

Result<DirectoryClaim> DirectoryClaim::Take(const std::string& path) {
  const auto refusal = [&](const std::string& reason) {
    return Error{ErrorCode::kInternal, "cannot open data directory '" + path + "': " + reason};
  };
  const int handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return refusal(std::generic_category().message(errno));
  struct stat status {};
  if (::fstat(handle, &status) != 0) {
    const std::string reason = std::generic_category().message(errno);
    ::close(handle);
    return refusal(reason);
  }
  Claims& claims = AllClaims();
  {
    const std::lock_guard lock(claims.mutex);
    if (claims.held.emplace(status.st_dev, status.st_ino).second) {
      return DirectoryClaim(handle, status.st_dev, status.st_ino);
    }
  }
  ::close(handle);
  return refusal("this process has it open already");
}

DirectoryClaim& DirectoryClaim::operator=(DirectoryClaim&& other) noexcept {
  Release();
  handle_ = std::exchange(other.handle_, -1);
  device_ = other.device_;
  inode_ = other.inode_;
  return *this;
}

void DirectoryClaim::Release() {
  if (handle_ < 0) return;
  Claims& claims = AllClaims();
  const std::lock_guard lock(claims.mutex);
  claims.held.erase({device_, inode_});
  ::close(std::exchange(handle_, -1));
}

bool IsInUse(const std::string& path) {
  const auto claim = DirectoryClaim::Take(path);
  return !claim || IsLockedByAnotherProcess(path);
}

bool IsLockedByAnotherProcess(const std::string& path) {
  const int handle = ::open((path + "/LOCK").c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (handle < 0) return false;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool locked = ::fcntl(handle, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(handle);
  return locked;
}

}  // namespace basalt
