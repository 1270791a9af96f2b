// Writes one fixture: write_fixture KIND REQUESTS DIRECTORY. Ends by a signal to itself if the
// fixture is to be that of a process which was killed.
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "engine/catalog/catalog.h"
#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/jobs/index_backfill.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/streams/streams.h"
#include "tests/upgrade/fixture.h"

namespace basalt::upgrade {
namespace {

constexpr std::size_t kLargeBytes = 350'000;

void Require(bool met, const std::string& what) {
  if (met) return;
  std::cerr << "write_fixture: " << what << '\n';
  std::exit(EXIT_FAILURE);
}

template <typename T>
T Taken(Result<T> result) {
  if (!result) Require(false, result.error().message);
  return *std::move(result);
}

std::string Replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what)) {
    text.replace(at, what.size(), by);
  }
  return text;
}

class Writer {
 public:
  Writer(const Kind& kind, std::filesystem::path directory)
      : kind_(kind), directory_(std::move(directory)) {
    Start(clock_);
    Open();
  }

  void Do(const std::string& line) {
    if (line.empty() || line[0] == '#') return;
    std::istringstream words(line);
    std::string operation;
    words >> operation;
    if (operation == "!") {
      DoDirective(words);
    } else {
      Send(operation, Rest(words));
    }
  }

  // What is half done when the process ends: an index of which a part is built, and time to live
  // that is being enabled. The database would finish both at once, so its parts are used instead.
  void LeaveUnfinished() {
    database_.reset();
    const auto store = Taken(Store::Open(
        {.directory = directory_, .durability = kind_.durability, .cache_bytes = 8'000'000}));
    const auto catalog = Taken(Catalog::Load(*store, {.clock = &clock_}));
    const auto streams = Taken(Streams::Load(*store, clock_, {.account = catalog->account()}));
    catalog->Observe(*streams);
    TableOperations tables(*store, *catalog, clock_, [](const std::string&) {});
    SettingOperations settings(*store, *catalog, clock_, nullptr);
    UpdateTableRequest update;
    update.table_name = "building";
    update.attribute_definitions.emplace().push_back({"group", ScalarAttributeType::kS});
    CreateGlobalSecondaryIndex create;
    create.index_name = "by-group";
    create.key_schema = {{"group", KeyType::kHash}};
    create.projection.projection_type = ProjectionType::kKeysOnly;
    update.global_secondary_index_updates.emplace().emplace_back(create);
    Taken(tables.Update(update));
    KeyLocks locks;
    Taken(BackfillIndexes(*store, *catalog, locks, "building", {}, /*pages_max=*/1));
    UpdateTimeToLiveRequest expiry;
    expiry.table_name = "building";
    expiry.time_to_live_specification.attribute_name = "until";
    expiry.time_to_live_specification.enabled = true;
    Taken(settings.UpdateTimeToLive(expiry));
    if (kind_.killed) std::raise(SIGKILL);
  }

 private:
  void Open() {
    database_.reset();
    database_ = Taken(Database::Open(OptionsOf(kind_, directory_, clock_, sink_)));
  }

  static std::string Rest(std::istringstream& words) {
    std::string rest;
    std::getline(words >> std::ws, rest);
    return rest;
  }

  void Send(const std::string& operation, const std::string& body) {
    const std::string reply = Ask(*database_, operation, body);
    Require(!reply.starts_with(R"({"__type")"), operation + " " + body + ": " + reply);
  }

  void DoDirective(std::istringstream& words) {
    std::string directive;
    words >> directive;
    if (directive == "reopen") {
      Open();
    } else if (directive == "advance") {
      std::int64_t milliseconds = 0;
      words >> milliseconds;
      clock_.Advance(std::chrono::milliseconds(milliseconds));
    } else if (directive == "roll-over") {
      const auto table = database_->DescribeTable({.table_name = Rest(words)});
      Taken(database_->RollOverShards(*Taken(table).table.latest_stream_arn));
    } else {
      Require(directive == "repeat", "unknown directive " + directive);
      int times = 0;
      std::string operation;
      words >> times >> operation;
      const std::string body = Replaced(Rest(words), "$large", std::string(kLargeBytes, 'x'));
      for (int time = 1; time <= times; ++time) {
        // Two digits at least, so that they may be a part of Base64.
        Send(operation, Replaced(body, "$i", (time < 10 ? "0" : "") + std::to_string(time)));
      }
    }
  }

  const Kind kind_;
  const std::filesystem::path directory_;
  VirtualClock clock_;
  NotingSink sink_{/*takes=*/false};
  std::unique_ptr<Database> database_;
};

int Write(const std::string& name, const char* requests, const char* directory) {
  for (const Kind& kind : Kinds()) {
    if (kind.name != name) continue;
    Writer writer(kind, directory);
    std::ifstream file(requests);
    for (std::string line; std::getline(file, line);) writer.Do(line);
    writer.LeaveUnfinished();
    return EXIT_SUCCESS;
  }
  Require(false, "unknown kind " + name);
  return EXIT_FAILURE;
}

}  // namespace
}  // namespace basalt::upgrade

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: write_fixture KIND REQUESTS DIRECTORY\n";
    return EXIT_FAILURE;
  }
  return basalt::upgrade::Write(argv[1], argv[2], argv[3]);
}
