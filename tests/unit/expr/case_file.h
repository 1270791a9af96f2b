// Behaviour as text: lines of commands, `----` and the answer, which ends at an empty line.
//
//   # A comment.
//   item    {"id": {"S": "1"}}         A command that sets something up has no answer.
//
//   update  SET a = :v
//   ----
//   {"id": {"S": "1"}, "a": {"N": "2"}}
//
// With BASALT_TEST_REWRITE=1 in the environment the answers are rewritten to what they are now; the
// difference is for review.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace basalt::expr_test {

struct Command {
  std::string name;
  std::string argument;
};

// Runs every command of the file; what `run` answers to one that is followed by `----` must be the
// text there. Failures are GoogleTest's, with file and line.
void RunCaseFile(const std::filesystem::path& file,
                 const std::function<std::string(const Command&)>& run);

}  // namespace basalt::expr_test
