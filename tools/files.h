// Files that are named on the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>

#include "basalt/result.h"

namespace basalt::tools {

// Refuses an empty name: what a script passes for a variable that is not set must not mean "none".
CLI::Validator NotEmpty();

// Errors: kInternal with a text for people: the file is missing, or none (a read of a named pipe
// would wait for ever).
Status CheckFile(const std::filesystem::path& path);

// As CheckFile. Where other users can read the file, the log has a warning, and the cure. (It is no
// error as with ssh: containers get their secrets in files that all can read, within them.)
Status CheckSecretFile(const std::filesystem::path& path);

}  // namespace basalt::tools
