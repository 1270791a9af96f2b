// What the fuzzer, and the test that replays its corpus, pour bytes into.
//
// A target takes any bytes at all. It ends the process (require.h) where something that must hold
// for every input does not; whatever else is wrong is for the sanitizers to find.
#pragma once

#include <span>
#include <string_view>

namespace basalt::fuzz {

// Thread-safety of all: none.
void FuzzExpressions(std::string_view input);
void FuzzHttp(std::string_view input);
void FuzzItems(std::string_view input);
void FuzzKeys(std::string_view input);
void FuzzPages(std::string_view input);
void FuzzRequests(std::string_view input);
void FuzzRows(std::string_view input);
void FuzzSignatures(std::string_view input);

struct FuzzTarget {
  std::string_view name;  // Of its folders in corpus/ and the seeds, and of its dictionary.
  void (*run)(std::string_view input);
};

std::span<const FuzzTarget> FuzzTargets();

// Null: none of that name.
const FuzzTarget* FindFuzzTarget(std::string_view name);

}  // namespace basalt::fuzz
