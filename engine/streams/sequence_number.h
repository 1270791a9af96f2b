// The numbers that order the records of a database's streams. They only grow, across restarts and
// crashes too, and all streams share one sequence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace basalt {

using SequenceNumber = std::uint64_t;

// As the API has it: 21 digits, the fewest that it allows.
std::string SequenceText(SequenceNumber number);

// Empty for a text that SequenceText does not make.
std::optional<SequenceNumber> ParseSequence(std::string_view text);

}  // namespace basalt
