// `basalt inspect`: what a data directory holds, and whether it is sound.
#include "basalt/inspect.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/files.h"
#include "tools/resources.h"

namespace basalt::tools {
namespace {

struct Arguments {
  std::string directory;
  std::string new_directory;  // Empty: nothing is salvaged.
  InspectOptions options;
};

void Print(const std::vector<InspectedTable>& tables) {
  for (const InspectedTable& table : tables) {
    std::cout << table.name << ": " << table.item_count << " items, " << table.size_bytes
              << " bytes, id " << table.id << '\n';
    for (const InspectedIndex& index : table.indexes) {
      std::cout << "  " << index.name << ": " << index.item_count << " items, " << index.size_bytes
                << " bytes, id " << index.id << '\n';
    }
  }
}

std::string DamagedText(const std::string& directory) {
  return directory + " is damaged. To copy what is whole: basalt inspect " + directory +
         " --salvage NEW_DIRECTORY";
}

int RunSalvage(const Arguments& arguments) {
  const auto report = Salvage(arguments.directory, arguments.new_directory);
  if (!report) return Fail(report.error().message);
  Print(report->tables);
  for (const std::string& loss : report->losses) std::cout << "lost: " << loss << '\n';
  std::cout << arguments.new_directory << " is sound\n";
  if (report->losses.empty()) return kExitDone;
  std::cerr << "basalt: not all of " << arguments.directory << " could be copied" << std::endl;
  return kExitLost;
}

int Run(const Arguments& arguments) {
  AllowAllFiles();
  if (!arguments.new_directory.empty()) return RunSalvage(arguments);
  const auto report = Inspect(arguments.directory, arguments.options);
  if (!report) return Fail(report.error().message);
  Print(report->tables);
  for (const std::string& problem : report->problems) std::cout << "problem: " << problem << '\n';
  if (!report->problems.empty()) return Fail(DamagedText(arguments.directory));
  if (arguments.options.verify) std::cout << "sound\n";
  return kExitDone;
}

}  // namespace

void AddInspect(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("inspect", "Say what a data directory holds, and whether it is sound");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DIRECTORY", arguments->directory, "The data directory")
      ->required()
      ->check(NotEmpty());
  command->add_flag("--verify", arguments->options.verify, "Read and check everything in it");
  command
      ->add_option("--salvage", arguments->new_directory,
                   "Copy what can be read into this new directory, and say what was lost")
      ->check(NotEmpty())
      ->option_text("NEW_DIRECTORY");
  command->footer(
      "Exit status:\n"
      "  0   done; with --verify: the directory is sound; with --salvage: all of it was copied\n"
      "  1   it cannot be read or copied; with --verify: it is damaged\n"
      "  2   --salvage made the new directory, and it is sound, but something was lost\n"
      "  100 and more: the arguments are wrong");
  command->callback([arguments, &exit_code] { exit_code = Run(*arguments); });
}

}  // namespace basalt::tools
