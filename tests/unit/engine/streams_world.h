// A database with a clock that tests move and a table that has a stream, and short ways to write
// and to read the records.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"

namespace basalt::streams_test {

inline AttributeValue S(std::string text) { return {std::move(text)}; }
inline AttributeValue N(std::int64_t value) { return {Number(value)}; }

class StreamsWorld {
 public:
  explicit StreamsWorld(std::size_t shards = 1,
                        StreamViewType view = StreamViewType::kNewAndOldImages,
                        std::optional<std::filesystem::path> directory = std::nullopt)
      : shards_(shards), directory_(std::move(directory)) {
    clock.Freeze();
    Open();
    CreateTableRequest request;
    request.table_name = "notes";
    request.attribute_definitions = {{"pk", ScalarAttributeType::kS}};
    request.key_schema = {{"pk", KeyType::kHash}};
    request.billing_mode = BillingMode::kPayPerRequest;
    request.stream_specification = {.stream_enabled = true, .stream_view_type = view};
    const auto created = database->CreateTable(request);
    EXPECT_TRUE(created);
    arn = created->table.latest_stream_arn.value_or("");
  }

  void Open() {
    database.reset();
    auto opened = Database::Open({.directory = directory_,
                                  .durability = Durability::kInterval,
                                  .stream_shards = shards_,
                                  .clock = &clock,
                                  .expiry_interval = std::chrono::milliseconds(5)});
    ASSERT_TRUE(opened) << (opened ? "" : opened.error().message);
    database = *std::move(opened);
  }

  void Put(const std::string& pk, std::int64_t value) {
    const auto put = database->PutItem(
        {.table_name = "notes", .item = Item{{"pk", S(pk)}, {"value", N(value)}}});
    ASSERT_TRUE(put) << (put ? "" : put.error().message);
  }

  void Delete(const std::string& pk) {
    DeleteItemRequest request;
    request.table_name = "notes";
    request.key = Item{{"pk", S(pk)}};
    ASSERT_TRUE(database->DeleteItem(request));
  }

  void SetStream(std::optional<StreamViewType> view) {
    UpdateTableRequest request;
    request.table_name = "notes";
    request.stream_specification = {.stream_enabled = view.has_value(), .stream_view_type = view};
    const auto updated = database->UpdateTable(request);
    ASSERT_TRUE(updated) << (updated ? "" : updated.error().message);
    if (view) arn = *updated->table.latest_stream_arn;
  }

  DescribeStreamResponse Describe() const {
    auto response = database->DescribeStream({.stream_arn = arn});
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    return response ? *std::move(response) : DescribeStreamResponse();
  }

  Result<GetShardIteratorResponse> Iterator(const std::string& shard, ShardIteratorType type,
                                            std::optional<std::string> number = {}) const {
    return database->GetShardIterator({.stream_arn = arn,
                                       .shard_id = shard,
                                       .shard_iterator_type = type,
                                       .sequence_number = std::move(number)});
  }

  std::string IteratorOf(const std::string& shard, ShardIteratorType type,
                         std::optional<std::string> number = {}) const {
    const auto response = Iterator(shard, type, std::move(number));
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    return response ? response->shard_iterator : "";
  }

  Result<GetRecordsResponse> Read(const std::string& iterator,
                                  std::optional<std::int64_t> limit = {}) const {
    return database->GetRecords({.shard_iterator = iterator, .limit = limit});
  }

  // Every record there is, shard by shard.
  std::vector<ChangeRecord> All() const {
    std::vector<ChangeRecord> records;
    for (const ShardDescription& shard : Describe().shards) {
      auto page = Read(IteratorOf(shard.shard_id, ShardIteratorType::kTrimHorizon));
      EXPECT_TRUE(page) << (page ? "" : page.error().message);
      if (!page) continue;
      for (ChangeRecord& record : page->records) records.push_back(std::move(record));
    }
    return records;
  }

  VirtualClock clock;
  std::unique_ptr<Database> database;
  std::string arn;

 private:
  std::size_t shards_;
  std::optional<std::filesystem::path> directory_;
};

}  // namespace basalt::streams_test
