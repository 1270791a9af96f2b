// A queue: one appends at one end of a partition, another takes from an end. What has been taken
// must not slow down whoever looks for the next.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "bench/cpu_time.h"
#include "bench/fairness_bench.h"
#include "bench/items.h"

namespace basalt::bench {
namespace {

constexpr int kWaiting = 10;  // Messages that are always in the queue.
constexpr int kTaken = 100'000;
constexpr int kRounds = 10;
constexpr int kRoundMessages = 500;
constexpr const char* kQueueTable = "queue";
constexpr const char* kIndexName = "by_state";

enum class From { kTable, kIndex };
enum class Take { kOldest, kNewest };  // The newest: what is drained from the top.

struct QueueKind {
  const char* name;
  From from = From::kTable;
  Take take = Take::kOldest;
};

class Queue {
 public:
  Queue(std::optional<std::filesystem::path> directory, QueueKind kind) : kind_(kind) {
    auto database =
        Database::Open({.directory = std::move(directory), .durability = Durability::kInterval});
    Require(bool(database), "cannot open a database");
    database_ = *std::move(database);
    CreateTableRequest request{.table_name = kQueueTable,
                               .attribute_definitions = {{"pk"}, {"sk"}, {"state"}},
                               .key_schema = {{"pk", KeyType::kHash}, {"sk", KeyType::kRange}},
                               .billing_mode = BillingMode::kPayPerRequest};
    request.global_secondary_indexes.emplace().push_back(
        {.index_name = kIndexName,
         .key_schema = {{"state", KeyType::kHash}, {"sk", KeyType::kRange}},
         .projection = {.projection_type = ProjectionType::kAll}});
    Require(bool(database_->CreateTable(request)), "cannot create a table");

    const bool in_index = kind_.from == From::kIndex;
    if (in_index) query_.index_name = kIndexName;
    query_.table_name = kQueueTable;
    query_.key_condition_expression = in_index ? "#k = :v" : "pk = :v";
    if (in_index) query_.expression_attribute_names.emplace().emplace("#k", "state");
    query_.expression_attribute_values =
        *Encode(Item{{":v", {std::string(in_index ? "waiting" : "queue")}}});
    query_.scan_index_forward = kind_.take == Take::kOldest;
    query_.limit = 1;
    // A stack is filled first, and then drained from the top.
    if (kind_.take == Take::kNewest) Append(kTaken + kRounds * kRoundMessages * 2);
    Append(kWaiting);
  }

  // Takes so many, and appends as many if it is a queue. The CPU time of the looks alone.
  double Run(int messages) {
    double seconds = 0;
    for (int i = 0; i < messages; ++i) {
      if (kind_.take == Take::kOldest) Append(1);
      const double start = ThreadCpuSeconds();
      const auto found = database_->Query(query_);
      seconds += ThreadCpuSeconds() - start;
      Require(found && found->items && found->items->size() == 1, "the queue is empty");
      const Item message = ToItem((*found->items)[0]);
      DeleteItemRequest remove;
      remove.table_name = kQueueTable;
      remove.key = *Encode(Item{{"pk", message.at("pk")}, {"sk", message.at("sk")}});
      Require(bool(database_->DeleteItem(remove)), "cannot delete");
    }
    return seconds;
  }

 private:
  void Append(int count) {
    for (int i = 0; i < count; ++i) {
      PutItemRequest put;
      put.table_name = kQueueTable;
      put.item = *Encode(Item{{"pk", {std::string("queue")}},
                              {"sk", {fmt::format("{:012}", next_++)}},
                              {"state", {std::string("waiting")}},
                              {"body", {std::string(100, 'b')}}});
      Require(bool(database_->PutItem(put)), "cannot append");
    }
  }

  const QueueKind kind_;
  std::unique_ptr<Database> database_;
  QueryRequest query_;
  int next_ = 0;
};

void Measure(Table& table, const QueueKind& kind, bool on_disk) {
  const TemporaryDirectory directory;
  const auto at = [&](const char* name) {
    return on_disk ? std::optional(directory.path() / name) : std::nullopt;
  };
  Queue old(at("old"), kind);
  old.Run(kTaken);
  Queue fresh(at("fresh"), kind);
  fresh.Run(kRoundMessages / 10);
  std::vector<double> of_old;
  std::vector<double> of_fresh;
  for (int round = 0; round < kRounds; ++round) {
    of_old.push_back(old.Run(kRoundMessages));
    if (round == 0) of_fresh.push_back(fresh.Run(kRoundMessages));
  }
  constexpr double kScale = 1e6 / kRoundMessages;
  table.push_back({.name = fmt::format("queue {}{}: Query Limit=1 after 100,000 were taken",
                                       on_disk ? "on disk" : "in memory", kind.name),
                   .unit = "µs CPU",
                   .ours = MedianOf(of_old) * kScale,
                   .baseline = MedianOf(of_fresh) * kScale,
                   .goal = 3});
}

}  // namespace

void MeasureQueues(Table& table) {
  for (const bool on_disk : {false, true}) {
    Measure(table, {.name = ""}, on_disk);
    Measure(table, {.name = ", of an index", .from = From::kIndex}, on_disk);
    Measure(table, {.name = ", drained from the top", .take = Take::kNewest}, on_disk);
  }
}

}  // namespace basalt::bench
