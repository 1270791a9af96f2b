// A database in memory, with tables and items in it, for targets that run requests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "basalt/clock.h"
#include "basalt/database.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"

namespace basalt::fuzz {

// The same tables, items and times whenever it is made. Its clock stands still.
class World {
 public:
  World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Database& database() { return *database_; }

  // What a server would answer, or null where there is no such operation. Requires what holds for
  // every reply: it is JSON, an error has a name, and none is the server's fault.
  struct Reply {
    bool done = false;
    std::string body;
  };
  Reply Run(std::string_view operation, std::string body);

  // Requires that every row of the store is as all others imply.
  void Verify();

 private:
  class StoppedClock final : public Clock {
   public:
    TimePoint Now() const override;
  };

  StoppedClock clock_;
  Store* store_;  // Both are the database's.
  Catalog* catalog_;
  std::unique_ptr<Database> database_;
};

// A world that is made afresh once in a while, so that what was done before neither piles up nor
// is all the same.
class RecurringWorld {
 public:
  // REQUIRES: inputs_max > 0.
  explicit RecurringWorld(std::size_t inputs_max) : inputs_max_(inputs_max) {}

  // To be called once for each input.
  World& Next();

 private:
  const std::size_t inputs_max_;
  std::size_t inputs_ = 0;
  std::unique_ptr<World> world_;
};

}  // namespace basalt::fuzz
