// A data directory that a start has made and that is not used yet.
#pragma once

#include <filesystem>

namespace basalt::tools {

// Removes a directory at the end unless it was there at the beginning, or is kept: a server that
// cannot start, such as where its port is taken, leaves nothing behind. What was made above it
// goes, too. Where another process has taken the directory meanwhile, it stays. REQUIRES: nothing
// of this process is open in it at the end.
class NewDirectory {
 public:
  explicit NewDirectory(const std::filesystem::path& path);  // Absolute, or empty: none.
  ~NewDirectory();
  NewDirectory(const NewDirectory&) = delete;
  NewDirectory& operator=(const NewDirectory&) = delete;

  void Keep() { first_new_.clear(); }

 private:
  std::filesystem::path path_;
  std::filesystem::path first_new_;  // The highest of those that are not there. Empty: all are.
};

}  // namespace basalt::tools
