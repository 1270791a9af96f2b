#include "tools/files.h"

#include <spdlog/spdlog.h>

#include <string>
#include <system_error>

namespace basalt::tools {

namespace fs = std::filesystem;

CLI::Validator NotEmpty() {
  return {[](const std::string& text) {
            return text.empty() ? std::string("it is empty") : std::string();
          },
          ""};
}

Status CheckFile(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (fs::is_regular_file(status)) return Done{};
  const std::string reason = fs::exists(status) ? "it is not a file" : failed.message();
  return Error{.message = "cannot read '" + path.string() + "': " + reason};
}

Status CheckSecretFile(const fs::path& path) {
  if (auto file = CheckFile(path); !file) return file;
  std::error_code failed;
  const fs::perms permissions = fs::status(path, failed).permissions();
  if (failed) return Error{.message = "cannot read '" + path.string() + "': " + failed.message()};
  if ((permissions & (fs::perms::group_read | fs::perms::others_read)) != fs::perms::none) {
    spdlog::warn("other users of this machine can read {}: chmod 600 {}", path.string(),
                 path.string());
  }
  return Done{};
}

}  // namespace basalt::tools
