#include "wire/kinesis/json_lines_sink.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "basalt/value_builder.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::wire {
namespace json_lines_sink_test {

EncodedItem Encoded(const Item& item) { return *Encode(item); }

KinesisRecord Record(std::string id) {
  const AttributeValue key{std::string("a\n\"")};
  return {.event_id = std::move(id),
          .event_name = OperationType::kModify,
          .aws_region = "us-east-1",
          .table_name = "notes",
          .approximate_creation_date_time = TimePoint(std::chrono::milliseconds(1'700'000'000'123)),
          .keys = Encoded({{"pk", key}}),
          .new_image = Encoded({{"pk", key}, {"v", {Number(2)}}}),
          .old_image = Encoded({{"pk", key}, {"v", {Number(1)}}}),
          .size_bytes = 21};
}

std::string LineOf(const KinesisRecord& record) {
  std::string line;
  AppendKinesisLine(line, record);
  return line;
}

class JsonLines : public testing::Test {
 protected:
  std::string Contents(const std::string& name) const {
    std::ifstream file(folder_.path() / "streams" / name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  engine_test::TemporaryFolder folder_;
  JsonLinesSink sink_{folder_.path() / "streams"};
};

TEST_F(JsonLines, ARecordIsAsDynamoDbWritesIt) {
  EXPECT_EQ(LineOf(Record("id")),
            R"({"awsRegion":"us-east-1","eventID":"id","eventName":"MODIFY","userIdentity":null,)"
            R"("recordFormat":"application/json","tableName":"notes",)"
            R"("dynamodb":{"ApproximateCreationDateTime":1700000000123,)"
            R"("ApproximateCreationDateTimePrecision":"MILLISECOND",)"
            R"("Keys":{"pk":{"S":"a\n\""}},"NewImage":{"pk":{"S":"a\n\""},"v":{"N":"2"}},)"
            R"("OldImage":{"pk":{"S":"a\n\""},"v":{"N":"1"}},"SizeBytes":21},)"
            R"("eventSource":"aws:dynamodb"})"
            "\n");
}

TEST_F(JsonLines, AnExpiredItemSaysWhoRemovedItAndTimesMayBeInMicroseconds) {
  KinesisRecord record = Record("id");
  record.precision = ApproximateCreationDateTimePrecision::kMicrosecond;
  record.user_identity = {.principal_id = "dynamodb.amazonaws.com", .type = "Service"};
  const std::string line = LineOf(record);
  EXPECT_NE(line.find(R"("ApproximateCreationDateTime":1700000000123000,)"), std::string::npos);
  EXPECT_NE(
      line.find(R"("userIdentity":{"principalId":"dynamodb.amazonaws.com","type":"Service"})"),
      std::string::npos);
}

TEST_F(JsonLines, LinesAreAppended) {
  ASSERT_TRUE(sink_.Prepare("changes"));
  EXPECT_EQ(Contents("changes.jsonl"), "");
  const std::vector<KinesisRecord> records{Record("1"), Record("2")};
  ASSERT_TRUE(sink_.Append("changes", records));
  ASSERT_TRUE(sink_.Append("changes", std::span(records).first(1)));
  EXPECT_EQ(Contents("changes.jsonl"),
            LineOf(records[0]) + LineOf(records[1]) + LineOf(records[0]));
}

TEST_F(JsonLines, WhatACrashLeftOfALineGoes) {
  const std::vector<KinesisRecord> records{Record("1")};
  for (const std::size_t torn : {1U, 4'095U, 4'096U, 10'000U}) {
    ASSERT_TRUE(sink_.Append("torn", records));
    const std::string before = Contents("torn.jsonl");
    std::ofstream(folder_.path() / "streams" / "torn.jsonl", std::ios::app)
        << std::string(torn, 'x');
    ASSERT_TRUE(sink_.Append("torn", records));
    EXPECT_EQ(Contents("torn.jsonl"), before + LineOf(records[0]));
  }
}

TEST_F(JsonLines, StreamsThatAreNamedAsDirectoriesAreFilesInTheDirectory) {
  for (const char* name : {".", "..", "-", "a.b"}) {
    ASSERT_TRUE(sink_.Append(name, {}));
    EXPECT_TRUE(std::filesystem::is_regular_file(folder_.path() / "streams" /
                                                 (std::string(name) + ".jsonl")));
  }
}

TEST_F(JsonLines, SaysWhyItCannotWrite) {
  std::filesystem::create_directories(folder_.path() / "streams" / "taken.jsonl");
  const auto refused = sink_.Append("taken", {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("taken.jsonl: Is a directory"), std::string::npos);
  std::ofstream(folder_.path() / "file") << "x";
  EXPECT_FALSE(JsonLinesSink(folder_.path() / "file" / "streams").Prepare("changes"));
}

// A named pipe is no file: nobody might ever read it, and whoever does so later misses lines.
TEST_F(JsonLines, WhatIsNoFileIsRefusedAtOnce) {
  ASSERT_TRUE(sink_.Prepare("changes"));
  const std::filesystem::path streams = folder_.path() / "streams";
  ASSERT_EQ(mkfifo((streams / "pipe.jsonl").c_str(), 0600), 0);
  std::filesystem::create_symlink("/dev/null", streams / "device.jsonl");
  const std::vector<KinesisRecord> records{Record("1")};
  for (const char* name : {"pipe", "device"}) {
    const auto refused = sink_.Append(name, records);
    ASSERT_FALSE(refused) << name;
    EXPECT_NE(refused.error().message.find(".jsonl: it is not a file"), std::string::npos)
        << refused.error().message;
  }
}

}  // namespace json_lines_sink_test
}  // namespace basalt::wire
