#include "engine/storage/directory_access.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace basalt {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPermissionBits = 07777;

Error Refusal(const std::string& directory, const std::string& reason) {
  return {ErrorCode::kInternal, "cannot open data directory '" + directory + "': " + reason};
}

std::string OwnerAndMode(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::generic_category().message(errno);
  std::array<char, 8> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", status.st_mode & kPermissionBits);
  return "it belongs to uid " + std::to_string(status.st_uid) + ", gid " +
         std::to_string(status.st_gid) + ", with mode " + mode.data();
}

// `denied` is the directory or a file in it.
Error Denied(const std::string& directory, const std::string& denied) {
  const std::string uid = std::to_string(::geteuid());
  return Refusal(directory, "'" + denied + "' is not for this process: " + OwnerAndMode(denied) +
                                ", and this process runs as uid " + uid + ", gid " +
                                std::to_string(::getegid()) + ". To give it away: chown -R " + uid +
                                " " + directory);
}

// A file system that is mounted read-only is no matter of permissions: what writes will say so.
bool IsDenied(const std::string& path, int access) {
  return ::faccessat(AT_FDCWD, path.c_str(), access, AT_EACCESS) != 0 && errno == EACCES;
}

}  // namespace

Status MakePrivate(const std::string& directory) {
  if (::chmod(directory.c_str(), S_IRWXU) == 0) return Done{};
  return Refusal(directory, std::generic_category().message(errno));
}

Status CheckAccess(const std::string& directory, bool read_only) {
  std::error_code failed;
  if (!fs::is_directory(directory, failed)) {
    if (failed) return Refusal(directory, failed.message());
    return Refusal(directory, "it is not a directory");
  }
  const int needed = read_only ? R_OK : R_OK | W_OK;
  if (IsDenied(directory, needed | X_OK)) return Denied(directory, directory);

  for (fs::directory_iterator files(directory, failed), end; !failed && files != end;
       files.increment(failed)) {
    std::error_code gone;  // Where a server is at work.
    const fs::file_status status = files->status(gone);
    if (!fs::exists(status) || fs::is_directory(status)) continue;
    const std::string path = files->path().string();
    if (!fs::is_regular_file(status)) return Refusal(directory, "'" + path + "' is not a file");
    if (IsDenied(path, needed)) return Denied(directory, path);
  }
  if (failed) return Refusal(directory, failed.message());
  return Done{};
}

}  // namespace basalt
