// Random writes of every kind to the tables of one writer, and what they must leave behind.
//
// A writer has its tables to itself, so that it knows what is in them; the database's catalog,
// streams, log and files are shared with the other writers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"

namespace basalt::fault_test {

// Partition key and sort key.
using ItemKey = std::pair<std::string, std::int64_t>;

// What must be there, and in the streams' order what must have happened.
struct Contents {
  // Versions before and after a change; none: there was no item. Every write has a new version.
  using Change = std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>;

  std::map<ItemKey, Item> items;
  std::map<ItemKey, std::vector<Change>> changes;
  bool has_table = false;        // The writer's main table, with its index and stream.
  bool expires = false;          // Whether time to live is on.
  bool has_extra_index = false;  // On the main table.
  bool has_other_table = false;
  std::map<ItemKey, Item> other_items;

  friend bool operator==(const Contents&, const Contents&) = default;
};

// What `contents` has for people: in what two of them differ.
std::string Difference(const Contents& expected, const Contents& found);

enum class Kind : std::uint8_t {
  kCreateTable,
  kEnableTimeToLive,
  kPut,
  kUpdate,
  kDelete,
  kBatch,
  kTransaction,
  kRefused,  // A put whose condition does not hold.
  kCreateIndex,
  kDeleteIndex,
  kCreateOtherTable,
  kDeleteOtherTable,
  kRollOverShards,
  kExpire,  // Time passes, and some items go.
};

struct Operation {
  Kind kind = Kind::kPut;
  std::vector<std::pair<ItemKey, std::optional<Item>>> writes;  // None: deleted.
  bool to_other_table = false;
  std::string token;        // Of a transaction.
  std::int64_t second = 0;  // kExpire: what expires at it or before goes.
};

enum class Outcome : std::uint8_t { kDone, kRefused, kUnknown };

struct WorkloadOptions {
  std::string name;      // Of the main table.
  bool expires = false;  // Whether items expire; only one writer a database may have that.
  std::size_t payload_bytes_max = 300;
};

class Workload {
 public:
  Workload(WorkloadOptions options, VirtualClock& clock, std::uint64_t seed)
      : options_(std::move(options)), clock_(clock), random_(seed) {}

  // The next thing to do to such contents.
  Operation Next(const Contents& contents);

  // A test failure if the database refuses what it must not, or answers wrongly.
  Outcome Do(Database& database, const Operation& operation) const;

  static void Apply(const Operation& operation, Contents& contents);

  // What is there. Waits until what is due has expired. Errors: as the database's.
  Result<Contents> Read(Database& database) const;

 private:
  std::size_t Below(std::size_t limit) { return random_() % limit; }
  ItemKey AnyKey();
  Item NewItem(const ItemKey& key);
  Operation Writes(Kind kind, const Contents& contents);
  void AddWrite(Operation& operation, const Contents& contents);
  Outcome DoItems(Database& database, const Operation& operation) const;
  Outcome DoTransaction(Database& database, const Operation& operation) const;
  Outcome DoTables(Database& database, const Operation& operation) const;
  Outcome Expire(Database& database, const Operation& operation) const;
  std::string other_table() const { return options_.name + "-other"; }

  WorkloadOptions options_;
  VirtualClock& clock_;
  std::mt19937_64 random_;
  std::int64_t last_version_ = 0;
};

}  // namespace basalt::fault_test
