// What the tests of states share: a database that keeps them for a minute of a clock that stands
// still.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "basalt/virtual_clock.h"
#include "tables_world.h"

namespace basalt::states_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.
using std::chrono::hours;
using std::chrono::milliseconds;

// How long a table is in its state. An index is for two.
inline constexpr std::chrono::seconds kDelay(60);

class StatesWorld {
 public:
  explicit StatesWorld(std::optional<std::filesystem::path> directory = std::nullopt)
      : directory_(std::move(directory)) {
    clock.Freeze();
    Open();
  }

  // Jobs that end states would come too late for any test unless they are asked for.
  void Open(milliseconds job_interval = hours(1), milliseconds delay = kDelay) {
    database.reset();
    database = OpenDatabase({.directory = directory_,
                             .durability = Durability::kInterval,
                             .clock = &clock,
                             .state_delay = delay,
                             .expiry_interval = job_interval});
  }

  void Create(const CreateTableRequest& request) {
    const auto created = database->CreateTable(request);
    ASSERT_TRUE(created) << MessageOf(created);
  }
  void CreateActive(const CreateTableRequest& request) {
    Create(request);
    clock.Advance(kDelay);
  }
  void Update(const UpdateTableRequest& request) {
    const auto updated = database->UpdateTable(request);
    ASSERT_TRUE(updated) << MessageOf(updated);
  }

  TableDescription Table() { return DescribeOf(*database, "table"); }
  TableStatus Status() { return Table().table_status; }
  GlobalSecondaryIndexDescription Index() {
    const auto indexes = Table().global_secondary_indexes;
    return indexes.empty() ? GlobalSecondaryIndexDescription() : indexes.front();
  }

  std::string Put() { return Put({{"a", Text("1")}}); }
  std::string Put(const Item& item) {
    PutItemRequest request;
    request.table_name = "table";
    request.item = item;
    return MessageOf(database->PutItem(request));
  }
  std::string ScanIndex(const std::string& index) {
    ScanRequest request;
    request.table_name = "table";
    request.index_name = index;
    return MessageOf(database->Scan(request));
  }

  VirtualClock clock;
  std::unique_ptr<Database> database;

 private:
  const std::optional<std::filesystem::path> directory_;
};

inline const std::string kDone = "it succeeded";
inline const std::string kInUse = "Attempt to change a resource which is still in use: ";

// A table with an index "index" of the attribute "b".
inline CreateTableRequest TableWithIndex() {
  CreateTableRequest request = OnDemandTable("table", "a b", "a");
  request.global_secondary_indexes = {Global("index", "b")};
  return request;
}

inline CreateTableRequest ProvisionedTableWithIndex() {
  CreateTableRequest request = ProvisionedTable("table", "a b", "a");
  request.global_secondary_indexes = {Global("index", "b")};
  request.global_secondary_indexes->front().provisioned_throughput = {5, 5};
  return request;
}

inline UpdateTableRequest Throughput(std::int64_t units) {
  UpdateTableRequest request = UpdateOf("table");
  request.provisioned_throughput = {units, units};
  return request;
}

inline UpdateTableRequest IndexThroughput(const std::string& index, std::int64_t units) {
  UpdateTableRequest request = UpdateOf("table");
  UpdateGlobalSecondaryIndex change;
  change.index_name = index;
  change.provisioned_throughput = {units, units};
  request.global_secondary_index_updates.emplace().push_back(change);
  return request;
}

inline UpdateTableRequest Protection(bool enabled) {
  UpdateTableRequest request = UpdateOf("table");
  request.deletion_protection_enabled = enabled;
  return request;
}

}  // namespace basalt::states_test
