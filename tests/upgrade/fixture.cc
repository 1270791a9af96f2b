#include "tests/upgrade/fixture.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "wire/operations/dispatcher.h"
#include "wire/operations/registry.h"

namespace basalt::upgrade {
namespace {

constexpr std::array kKinds = {
    Kind{.name = "commit-killed", .durability = Durability::kCommit, .killed = true},
    Kind{.name = "commit-stopped", .durability = Durability::kCommit, .killed = false},
    Kind{.name = "interval-killed", .durability = Durability::kInterval, .killed = true},
};

class Reader {
 public:
  explicit Reader(Database& database) : database_(database) {}

  std::string Read() {
    Note("ListTables", "{}");
    const auto tables = database_.ListTables({});
    for (const std::string& table : tables->table_names) ReadTable(table);
    const auto streams = database_.ListStreams({});
    Note("ListStreams", "{}");
    for (const auto& stream : streams->streams) ReadStream(stream.stream_arn);
    ReadTokens();
    return std::move(text_);
  }

 private:
  void Note(const std::string& operation, const std::string& body) {
    text_ += operation + " " + body + "\n  " + Ask(database_, operation, body) + "\n";
  }

  void ReadTable(const std::string& table) {
    const std::string named = R"({"TableName":")" + table + "\"";
    for (const char* operation :
         {"DescribeTable", "Scan", "DescribeTimeToLive", "DescribeContinuousBackups",
          "DescribeContributorInsights", "DescribeKinesisStreamingDestination"}) {
      Note(operation, named + "}");
    }
    const std::string arn =
        R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/)" + table + "\"}";
    Note("ListTagsOfResource", arn);
    Note("GetResourcePolicy", arn);
    const auto described = database_.DescribeTable({.table_name = table});
    const TableDescription& description = described->table;
    for (const auto& index : description.global_secondary_indexes) {
      ReadIndex(named, index.index_name);
    }
    for (const auto& index : description.local_secondary_indexes) {
      ReadIndex(named, index.index_name);
    }
  }

  void ReadIndex(const std::string& named, const std::string& index) {
    const std::string body = named + R"(,"IndexName":")" + index + "\"";
    Note("Scan", body + "}");
    Note("DescribeContributorInsights", body + "}");
    const auto query = [&](const std::string& attribute, const std::string& value) {
      Note("Query", body + R"(,"ScanIndexForward":false,"KeyConditionExpression":"#a = :v",)" +
                        R"("ExpressionAttributeNames":{"#a":")" + attribute +
                        R"("},"ExpressionAttributeValues":{":v":)" + value + "}}");
    };
    if (index == "by-status") query("status", R"({"S":"open"})");
    if (index == "by-note") query("note", R"({"S":"first"})");
    if (index.starts_with("local-")) query("customer", R"({"S":"ann"})");
  }

  void ReadStream(const std::string& arn) {
    Note("DescribeStream", R"({"StreamArn":")" + arn + "\"}");
    const auto stream = database_.DescribeStream({.stream_arn = arn});
    for (const auto& shard : stream->shards) {
      const auto iterator =
          database_.GetShardIterator({.stream_arn = arn,
                                      .shard_id = shard.shard_id,
                                      .shard_iterator_type = ShardIteratorType::kTrimHorizon});
      const std::string reply =
          Ask(database_, "GetRecords", R"({"ShardIterator":")" + iterator->shard_iterator + "\"}");
      // The form of iterators may change: they live for minutes.
      text_ += "GetRecords of " + arn + " " + shard.shard_id + "\n  " +
               reply.substr(reply.find(R"("Records")")) + "\n";
    }
  }

  // A token is still known: the same request changes nothing, another is refused.
  void ReadTokens() {
    const auto repeat = [&](const std::string& total) {
      Note("TransactWriteItems",
           R"({"ClientRequestToken":"token-of-the-fixture","TransactItems":[{"Put":{"TableName":)"
           R"("orders","Item":{"customer":{"S":"eve"},"number":{"N":"6"},"status":{"S":"paid"},)"
           R"("total":{"N":")" +
               total +
               R"("}}}},{"Update":{"TableName":"numbers","Key":{"n":{"N":"0"},"b":{"B":"AP8="}},)"
               R"("UpdateExpression":"ADD c :one","ExpressionAttributeValues":)"
               R"({":one":{"N":"1"}}}}]})");
    };
    repeat("60");
    repeat("61");
    Note("GetItem", R"({"TableName":"numbers","Key":{"n":{"N":"0"},"b":{"B":"AP8="}}})");
  }

  Database& database_;
  std::string text_;
};

bool IsBuilt(Database& database, const std::string& table) {
  const auto described = database.DescribeTable({.table_name = table});
  for (const auto& index : described->table.global_secondary_indexes) {
    if (index.index_status != IndexStatus::kActive) return false;
  }
  const auto expiry = database.DescribeTimeToLive({.table_name = table});
  return expiry->time_to_live_status != TimeToLiveStatus::kEnabling;
}

}  // namespace

std::span<const Kind> Kinds() { return kKinds; }

void Start(VirtualClock& clock) {
  clock.Freeze();
  clock.Set(TimePoint(std::chrono::milliseconds(1'700'000'000'000)));
}

Status NotingSink::Prepare(const std::string&) { return Done{}; }

Status NotingSink::Append(const std::string& stream_name, std::span<const KinesisRecord> records) {
  if (!takes_) return Error{.message = "not now"};
  const std::lock_guard guard(mutex_);
  for (const KinesisRecord& record : records) {
    const auto key = record.keys.view().Find("pk");
    lines_.push_back(stream_name + " " + record.event_id + " " + record.table_name + " " +
                     std::string(key->AsString()) + (record.new_image ? " new" : "") +
                     (record.old_image ? " old" : ""));
  }
  return Done{};
}

std::vector<std::string> NotingSink::lines() const {
  const std::lock_guard guard(mutex_);
  return lines_;
}

DatabaseOptions OptionsOf(const Kind& kind, const std::filesystem::path& directory,
                          const Clock& clock, NotingSink& sink) {
  return {.directory = directory,
          .durability = kind.durability,
          .stream_shards = 2,
          .kinesis_sink = &sink,
          .clock = &clock};
}

std::string Ask(Database& database, const std::string& operation, std::string body) {
  const wire::Operation* found = wire::FindOperation(operation);
  if (found == nullptr) {
    std::cerr << "there is no operation " << operation << '\n';
    std::exit(EXIT_FAILURE);
  }
  auto reply = found->handler(database, body);
  return reply ? *std::move(reply) : wire::ErrorReply(reply.error()).body;
}

bool AwaitBuilt(Database& database) {
  for (int look = 0; look < 6'000; ++look) {
    bool built = true;
    const auto tables = database.ListTables({});
    for (const std::string& table : tables->table_names) {
      built = built && IsBuilt(database, table);
    }
    if (built) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::string ReadAll(Database& database) { return Reader(database).Read(); }

}  // namespace basalt::upgrade
