// `basalt inspect`: what a data directory holds, and whether it is sound.
#include "basalt/inspect.h"

#include <iostream>
#include <memory>
#include <string>

#include "tools/command.h"

namespace basalt::tools {
namespace {

struct Arguments {
  std::string directory;
  InspectOptions options;
};

void Print(const InspectReport& report) {
  for (const InspectedTable& table : report.tables) {
    std::cout << table.name << ": " << table.item_count << " items, " << table.size_bytes
              << " bytes, id " << table.id << '\n';
    for (const InspectedIndex& index : table.indexes) {
      std::cout << "  " << index.name << ": " << index.item_count << " items, " << index.size_bytes
                << " bytes, id " << index.id << '\n';
    }
  }
  for (const std::string& problem : report.problems) std::cout << "problem: " << problem << '\n';
}

int Run(const Arguments& arguments) {
  const auto report = Inspect(arguments.directory, arguments.options);
  if (!report) return Fail(report.error().message);
  Print(*report);
  if (!report->problems.empty()) return Fail(arguments.directory + " is damaged");
  if (arguments.options.verify) std::cout << "sound\n";
  return kExitDone;
}

}  // namespace

void AddInspect(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("inspect", "Say what a data directory holds, and whether it is sound");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("directory", arguments->directory, "The data directory")->required();
  command->add_flag("--verify", arguments->options.verify, "Read and check everything in it");
  command->callback([arguments, &exit_code] { exit_code = Run(*arguments); });
}

}  // namespace basalt::tools
