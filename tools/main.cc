// The `basalt` executable: a server and the tools around it, one sub-command each.
#include <iostream>

#include "tools/command.h"
#include "tools/help.h"
#include "tools/process.h"

namespace basalt::tools {

int Fail(std::string_view text) {
  std::cerr << "basalt: " << text << std::endl;
  return kExitFailed;
}

namespace {

int Run(int argument_count, char** arguments) {
  CLI::App app("A database that speaks DynamoDB's API, on this machine.", "basalt");
  app.set_version_flag("--version", BASALT_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 done, 1 not done (said on stderr), 100 and more: the arguments are wrong");
  LayOutHelp(app);

  int exit_code = kExitDone;
  AddServe(app, exit_code);
  AddHealthcheck(app, exit_code);
  AddInspect(app, exit_code);
  app.footer("Each has its own --help, which says what its exit status means");

  CLI11_PARSE(app, argument_count, arguments);
  return exit_code;
}

}  // namespace
}  // namespace basalt::tools

int main(int argument_count, char** arguments) {
  if (const auto prepared = basalt::tools::PrepareProcess(); !prepared) {
    return basalt::tools::Fail(prepared.error().message);
  }
  return basalt::tools::Run(argument_count, arguments);
}
