// Every operation of the registry: from JSON to the reply, executed.
//
//   input := line*        line := operation ' ' JSON '\n'      One after the other.
#include <string>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/world.h"

namespace basalt::fuzz {
namespace {

constexpr std::size_t kInputsOfAWorld = 64;

}  // namespace

void FuzzRequests(std::string_view input) {
  static auto& worlds = *new RecurringWorld(kInputsOfAWorld);  // RocksDB ends first.
  World& world = worlds.Next();
  while (!input.empty()) {
    const std::string_view line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(line.size() + 1, input.size()));
    const std::size_t space = std::min(line.find(' '), line.size());
    world.Run(line.substr(0, space), std::string(line.substr(space)));
  }
  world.Verify();
}

}  // namespace basalt::fuzz
