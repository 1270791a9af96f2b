// What the sub-commands of the `basalt` executable have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <string_view>

namespace basalt::tools {

// How the executable ends. Arguments that cannot be end it with CLI11's codes, from 100 on.
enum ExitCode : int { kExitDone = 0, kExitFailed = 1, kExitLost = 2 };

// "basalt: " and the text, on stderr, for the person who ran the command. Returns kExitFailed.
int Fail(std::string_view text);

// Each adds its sub-command to `app`. Running it sets `exit_code`, which must outlive the parse.
void AddServe(CLI::App& app, int& exit_code);
void AddHealthcheck(CLI::App& app, int& exit_code);
void AddInspect(CLI::App& app, int& exit_code);

}  // namespace basalt::tools
