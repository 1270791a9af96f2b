// How --help is laid out.
#pragma once

#include <CLI/CLI.hpp>

namespace basalt::tools {

// Lays out the help of `app`, and of sub-commands that are added to it later, within 100 columns,
// each option with what it is without being given.
void LayOutHelp(CLI::App& app);

}  // namespace basalt::tools
