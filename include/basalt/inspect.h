// Looking into a data directory without opening it for use: what is in it, and whether all of it is
// as it must be. Nothing is changed, and a directory that a server uses may be looked at too: what
// is seen is its state at that moment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "basalt/result.h"

namespace basalt {

struct InspectOptions {
  // Whether to read everything and check it: every row well-formed and in its place, the rows of
  // every index exactly those that the items imply, counts and sizes exact, nothing left over.
  bool verify = false;
};

struct InspectedIndex {
  std::uint32_t id = 0;
  std::string name;
  std::int64_t item_count = 0;
  std::int64_t size_bytes = 0;  // As AWS counts it.
};

struct InspectedTable {
  std::uint32_t id = 0;
  std::string name;
  std::int64_t item_count = 0;
  std::int64_t size_bytes = 0;
  std::vector<InspectedIndex> indexes;
};

struct InspectReport {
  std::vector<InspectedTable> tables;  // In order of name.
  // What verification found to be wrong, a line each for people; only so many are told in full.
  std::vector<std::string> problems;
};

// Errors: kInternal with a text for people: no such directory, not Basalt's, of another format, or
// so damaged that it cannot be opened. A directory in use is verified only if the process may have
// twice as many files open as the directory has tables (of some 32 MB).
Result<InspectReport> Inspect(const std::filesystem::path& directory,
                              const InspectOptions& options = {});

struct SalvageReport {
  std::vector<InspectedTable> tables;  // What the new directory holds, in order of name.
  // What could not be copied, a line each for people. Empty: nothing was lost.
  std::vector<std::string> losses;
};

// Copies what can be read of a damaged directory into a new one, which is sound: tables with their
// settings, items, streams, client request tokens; indexes, counts and rows for expiry are made
// afresh from the items. `directory` stays as it is; it must not be in use. `new_directory` must
// not exist; it appears when it is whole, and beside it there must be room for two copies of the
// data. What is copied is as it was at some time, though of a damaged log and of damaged files it
// cannot be said that the items are all of the same time. Errors: kInternal.
Result<SalvageReport> Salvage(const std::filesystem::path& directory,
                              const std::filesystem::path& new_directory);

}  // namespace basalt
