// Kinesis streaming destinations: what the sink is given, and that it is given all of it.
#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "basalt/inspect.h"
#include "tests/unit/engine/streams_world.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::kinesis_test {

using streams_test::N;
using streams_test::S;
using Precision = ApproximateCreationDateTimePrecision;

constexpr const char* kStream = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";

// Keeps what it is given, or refuses it.
class FakeSink : public KinesisSink {
 public:
  Status Prepare(const std::string& stream_name) override {
    const std::lock_guard guard(mutex_);
    if (refuses_) return Error{.message = "no such stream: " + stream_name};
    return Done{};
  }

  Status Append(const std::string& stream_name, std::span<const KinesisRecord> records) override {
    const std::lock_guard guard(mutex_);
    if (refuses_) return Error{.message = "not now"};
    EXPECT_EQ(stream_name, "changes");
    records_.insert(records_.end(), records.begin(), records.end());
    return Done{};
  }

  void Refuse(bool refuses) {
    const std::lock_guard guard(mutex_);
    refuses_ = refuses;
  }

  std::vector<KinesisRecord> Records() const {
    const std::lock_guard guard(mutex_);
    return records_;
  }

  // Once there are so many.
  std::vector<KinesisRecord> Wait(std::size_t count) const {
    for (int attempt = 0; attempt < 1'000 && Records().size() < count; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return Records();
  }

 private:
  mutable std::mutex mutex_;
  bool refuses_ = false;
  std::vector<KinesisRecord> records_;
};

class Kinesis : public testing::Test {
 protected:
  Kinesis() {
    clock_.Freeze();
    clock_.Set(TimePoint(std::chrono::milliseconds(1'700'000'000'123)));
    Open(&sink_);
    CreateTableRequest request;
    request.table_name = "notes";
    request.attribute_definitions = {{"pk", ScalarAttributeType::kS}};
    request.key_schema = {{"pk", KeyType::kHash}};
    request.billing_mode = BillingMode::kPayPerRequest;
    EXPECT_TRUE(database_->CreateTable(request));
  }

  void Open(KinesisSink* sink) {
    database_.reset();
    auto opened = Database::Open({.directory = folder_.path() / "data",
                                  .durability = Durability::kInterval,
                                  .kinesis_sink = sink,
                                  .clock = &clock_,
                                  .expiry_interval = std::chrono::milliseconds(5)});
    ASSERT_TRUE(opened) << (opened ? "" : opened.error().message);
    database_ = *std::move(opened);
  }

  void Put(const std::string& pk, std::int64_t value) {
    ASSERT_TRUE(database_->PutItem(
        {.table_name = "notes", .item = Item{{"pk", S(pk)}, {"value", N(value)}}}));
  }

  Result<KinesisStreamingDestinationResponse> Enable(std::optional<Precision> precision = {}) {
    return database_->EnableKinesisStreamingDestination({"notes", kStream, precision});
  }

  void Disable() {
    ASSERT_TRUE(database_->DisableKinesisStreamingDestination({"notes", kStream, {}}));
  }

  KinesisDataStreamDestination Destination() {
    return database_->DescribeKinesisStreamingDestination({"notes"})
        ->kinesis_data_stream_destinations.at(0);
  }

  void ExpectSound() {
    database_.reset();
    const auto report = Inspect((folder_.path() / "data").string(), {.verify = true});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->problems.empty()) << report->problems.front();
  }

  engine_test::TemporaryFolder folder_;
  VirtualClock clock_;
  FakeSink sink_;
  std::unique_ptr<Database> database_;
};

TEST_F(Kinesis, ChangesComeOnceAndInOrder) {
  Put("before", 1);
  ASSERT_TRUE(Enable());
  Put("a", 1);
  Put("a", 1);  // Changes nothing.
  Put("a", 2);
  DeleteItemRequest removal;
  removal.table_name = "notes";
  removal.key = Item{{"pk", S("a")}};
  ASSERT_TRUE(database_->DeleteItem(removal));

  const auto records = sink_.Wait(3);
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].event_name, OperationType::kInsert);
  EXPECT_EQ(records[1].event_name, OperationType::kModify);
  EXPECT_EQ(records[2].event_name, OperationType::kRemove);
  EXPECT_EQ(records[1].table_name, "notes");
  EXPECT_EQ(records[1].aws_region, "us-east-1");
  EXPECT_EQ(records[1].precision, Precision::kMillisecond);
  EXPECT_EQ(records[1].approximate_creation_date_time.time_since_epoch().count(),
            1'700'000'000'123);
  EXPECT_EQ(ToItem(records[1].keys.view()), (Item{{"pk", S("a")}}));
  EXPECT_EQ(ToItem(records[1].old_image->view()), (Item{{"pk", S("a")}, {"value", N(1)}}));
  EXPECT_EQ(ToItem(records[1].new_image->view()), (Item{{"pk", S("a")}, {"value", N(2)}}));
  EXPECT_EQ(records[1].size_bytes, 3 + 2 * (3 + 5 + 2));
  EXPECT_FALSE(records[2].new_image);
  EXPECT_NE(records[0].event_id, records[1].event_id);
  ExpectSound();
}

TEST_F(Kinesis, WhatTheSinkRefusesComesAgainEvenAfterARestart) {
  ASSERT_TRUE(Enable());
  sink_.Refuse(true);
  for (int value = 0; value < 2'500; ++value) Put("a", value);
  Open(&sink_);
  for (int value = 2'500; value < 3'000; ++value) Put("a", value);
  EXPECT_TRUE(sink_.Records().empty());
  sink_.Refuse(false);
  const auto records = sink_.Wait(3'000);
  ASSERT_EQ(records.size(), 3'000U);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Item item = ToItem(records[i].new_image->view());
    ASSERT_EQ(item.at("value"), N(static_cast<std::int64_t>(i)));
  }
}

TEST_F(Kinesis, NothingIsLostWhenADestinationOrItsTableGoes) {
  ASSERT_TRUE(Enable());
  sink_.Refuse(true);
  Put("a", 1);
  Disable();
  EXPECT_EQ(Destination().destination_status, DestinationStatus::kDisabled);
  Put("a", 2);
  sink_.Refuse(false);
  ASSERT_TRUE(Enable());
  sink_.Refuse(true);
  Put("a", 3);
  ASSERT_TRUE(database_->DeleteTable({.table_name = "notes"}));
  Open(&sink_);
  sink_.Refuse(false);

  std::vector<AttributeValue> values;
  for (const KinesisRecord& record : sink_.Wait(2)) {
    values.push_back(ToItem(record.new_image->view()).at("value"));
  }
  EXPECT_EQ(values, (std::vector{N(1), N(3)}));
  ExpectSound();
}

TEST_F(Kinesis, WithoutASinkChangesGoNowhere) {
  Open(nullptr);
  ASSERT_TRUE(Enable());
  EXPECT_EQ(Destination().destination_status, DestinationStatus::kActive);
  Put("a", 1);
  Open(&sink_);
  Put("a", 2);
  const auto records = sink_.Wait(1);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(ToItem(records[0].new_image->view()).at("value"), N(2));
}

TEST_F(Kinesis, ASinkMayRefuseAStream) {
  sink_.Refuse(true);
  ASSERT_TRUE(Enable());
  EXPECT_EQ(Destination().destination_status, DestinationStatus::kEnableFailed);
  EXPECT_EQ(Destination().destination_status_description, "no such stream: changes");
  Put("a", 1);
  sink_.Refuse(false);
  EXPECT_EQ(Enable()->destination_status, DestinationStatus::kEnabling);
  EXPECT_EQ(Destination().destination_status, DestinationStatus::kActive);
  Put("a", 2);
  EXPECT_EQ(sink_.Wait(1).size(), 1U);
}

TEST_F(Kinesis, PrecisionIsChangedOnTheWay) {
  ASSERT_TRUE(Enable(Precision::kMicrosecond));
  Put("a", 1);
  EXPECT_EQ(sink_.Wait(1).at(0).precision, Precision::kMicrosecond);
  const auto updated =
      database_->UpdateKinesisStreamingDestination({"notes", kStream, Precision::kMillisecond});
  EXPECT_EQ(updated->destination_status, DestinationStatus::kUpdating);
  Put("a", 2);
  EXPECT_EQ(sink_.Wait(2).at(1).precision, Precision::kMillisecond);
}

TEST_F(Kinesis, AStreamAndADestinationDoNotMindEachOther) {
  UpdateTableRequest request;
  request.table_name = "notes";
  request.stream_specification = {.stream_enabled = true,
                                  .stream_view_type = StreamViewType::kKeysOnly};
  ASSERT_TRUE(database_->UpdateTable(request));
  ASSERT_TRUE(Enable());
  Put("a", 1);
  EXPECT_TRUE(sink_.Wait(1).at(0).new_image);
  const std::string arn =
      *database_->DescribeTable({.table_name = "notes"})->table.latest_stream_arn;
  const auto stream = database_->DescribeStream({.stream_arn = arn});
  const auto iterator =
      database_->GetShardIterator({.stream_arn = arn, .shard_id = stream->shards.at(0).shard_id});
  const auto page = database_->GetRecords({.shard_iterator = iterator->shard_iterator});
  ASSERT_EQ(page->records.size(), 1U);
  EXPECT_FALSE(page->records[0].new_image);
  ExpectSound();
}

TEST_F(Kinesis, ArnsMustNameAStream) {
  for (const char* arn : {"arn:aws:s3:us-east-1:000000000000:stream/changes",
                          "arn:aws:kinesis:us-east-1:000000000000:stream/",
                          "arn:aws:kinesis:us-east-1:000000000000:stream/../changes",
                          "arn:aws:kinesis:us-east-1:000000000000:stream/a/b",
                          "arn:aws:kinesis:us-east-1:000000000000:stream/a b"}) {
    const auto refused = database_->EnableKinesisStreamingDestination({"notes", arn, {}});
    ASSERT_FALSE(refused) << arn;
    EXPECT_EQ(refused.error().code, ErrorCode::kValidation) << arn;
  }
}

}  // namespace basalt::kinesis_test
