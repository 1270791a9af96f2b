#include "tests/unit/expr/case_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <vector>

namespace basalt::expr_test {

namespace {

std::vector<std::string> ReadLines(const std::filesystem::path& file) {
  std::ifstream stream(file);
  EXPECT_TRUE(stream) << "cannot read " << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Command CommandOf(const std::string& line) {
  const std::size_t name_end = line.find_first_of(" \t");
  if (name_end == std::string::npos) return {.name = line, .argument = {}};
  const std::size_t argument = line.find_first_not_of(" \t", name_end);
  return {.name = line.substr(0, name_end),
          .argument = argument == std::string::npos ? "" : line.substr(argument)};
}

}  // namespace

void RunCaseFile(const std::filesystem::path& file,
                 const std::function<std::string(const Command&)>& run) {
  const std::vector<std::string> lines = ReadLines(file);
  std::string rewritten;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    rewritten += lines[i] + "\n";
    if (lines[i].empty() || lines[i].front() == '#') continue;
    const std::string actual = run(CommandOf(lines[i]));
    if (i + 1 == lines.size() || lines[i + 1] != "----") {
      EXPECT_EQ(actual, "") << file.string() << ":" << i + 1 << ": " << lines[i];
      continue;
    }
    const std::size_t line = i + 1;
    std::string expected;
    for (i += 2; i < lines.size() && !lines[i].empty(); ++i) {
      expected += (expected.empty() ? "" : "\n") + lines[i];
    }
    --i;
    EXPECT_EQ(actual, expected) << file.string() << ":" << line << ": " << lines[line - 1];
    rewritten += "----\n" + actual + "\n";
  }
  if (std::getenv("BASALT_TEST_REWRITE") != nullptr) std::ofstream(file) << rewritten;
}

}  // namespace basalt::expr_test
