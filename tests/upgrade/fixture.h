// Data directories that an older build has written, and what the build that wrote them read there.
//
// A fixture is written by write_fixture.cc, with a clock that stands still: so it holds the same
// whenever it is written, but for ids that are drawn at random. See README.md.
#pragma once

#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"

namespace basalt::upgrade {

struct Kind {
  const char* name;
  Durability durability;
  bool killed;  // The process that wrote it was killed; else it closed its database.
};

std::span<const Kind> Kinds();

// Set and frozen at the time at which fixtures are begun.
void Start(VirtualClock& clock);

// Notes in a line each what it is given, or refuses to take anything.
class NotingSink final : public KinesisSink {
 public:
  explicit NotingSink(bool takes) : takes_(takes) {}

  Status Prepare(const std::string& stream_name) override;
  Status Append(const std::string& stream_name, std::span<const KinesisRecord> records) override;

  std::vector<std::string> lines() const;

 private:
  const bool takes_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

// As fixtures are written and read.
DatabaseOptions OptionsOf(const Kind& kind, const std::filesystem::path& directory,
                          const Clock& clock, NotingSink& sink);

// One request of the API in JSON, and its reply. Ends the process if there is no such operation.
std::string Ask(Database& database, const std::string& operation, std::string body);

// Returns once nothing is under construction any more. False: that takes far too long.
bool AwaitBuilt(Database& database);

// Everything that there is in a fixture, read through the API: a request and its reply a line.
// REQUIRES: the clock stands where the writer left it.
std::string ReadAll(Database& database);

}  // namespace basalt::upgrade
