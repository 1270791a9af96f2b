// Bodies that are meant to hurt: they must be answered, and cost no more than they deserve.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/wire/operations/recording_database.h"
#include "wire/json/syntax.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

Result<std::string> PutHostile(RecordingDatabase& database, std::string body) {
  return FindOperation("PutItem")->handler(database, body);
}

std::string Nested(int depth, const std::string& open, const std::string& inner,
                   const std::string& close) {
  std::string text;
  for (int level = 0; level < depth; ++level) text += open;
  text += inner;
  for (int level = 0; level < depth; ++level) text += close;
  return text;
}

TEST(HostileJson, NestingIsBoundedWithoutRecursion) {
  RecordingDatabase database;
  for (const auto& [open, close] :
       {std::pair<std::string, std::string>{"[", "]"}, {R"({"a":)", "}"}}) {
    const std::string nested = Nested(1'000'000, open, "1", close);
    const auto reply = PutHostile(database, R"({"TableName":"abc","Other":)" + nested + "}");
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::kSerialization);
  }
  EXPECT_FALSE(PutHostile(database, std::string(2'000'000, '[')));
}

TEST(HostileJson, UnknownMembersMayNestAsMuchAsKnownOnes) {
  RecordingDatabase database;
  const std::string nested = Nested(400, "[", "", "]");
  EXPECT_TRUE(PutHostile(database, R"({"TableName":"abc","Item":{},"Other":)" + nested + "}"));
}

TEST(HostileJson, ValuesThatNestTooDeepAreFaultsOfTheItem) {
  RecordingDatabase database;
  const std::string deep = Nested(40, R"({"L":[)", R"({"S":"x"})", "]}");
  const auto reply = PutHostile(database, R"({"TableName":"abc","Item":{"deep":)" + deep + "}}");
  ASSERT_TRUE(reply);
  ASSERT_TRUE(database.put_item.request.item.fault);
  EXPECT_EQ(database.put_item.request.item.fault->code, ErrorCode::kValidation);
  EXPECT_EQ(database.put_item.request.item.fault_attribute, "deep");
}

TEST(HostileJson, OfTwoMembersWithOneNameTheLastCounts) {
  RecordingDatabase database;
  const auto reply = PutHostile(
      database,
      R"({"TableName":"abc","TableName":"abd","Item":{"a":{"S":"x"},"a":{"S":"x","S":"y"}}})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(database.put_item.request.table_name, "abd");
  EXPECT_EQ(database.put_item.request.item.item.view().Find("a")->AsString(), "y");
}

TEST(HostileJson, HugeNumbersAreCutToSize) {
  RecordingDatabase database;
  const auto query = [&database](std::string body) {
    return FindOperation("Query")->handler(database, body);
  };
  ASSERT_TRUE(query(R"({"TableName":"abc","Limit":99999999999999999999999})"));
  EXPECT_EQ(database.query.request.limit, INT64_MAX);
  ASSERT_TRUE(query(R"({"TableName":"abc","Limit":18446744073709551615})"));
  EXPECT_EQ(database.query.request.limit, INT64_MAX);
  ASSERT_TRUE(query(R"({"TableName":"abc","Limit":1.9})"));
  EXPECT_EQ(database.query.request.limit, 1);
  EXPECT_FALSE(query(R"({"TableName":"abc","Limit":-1e300})"));
  EXPECT_FALSE(query(R"({"TableName":"abc","Limit":1e999})"));
}

TEST(HostileJson, ManyTablesCostNoMoreThanTheirBytes) {
  RecordingDatabase database;
  std::string body = R"({"RequestItems":{"abc":[])";
  for (int table = 0; table < 200'000; ++table) body += ",\"" + std::to_string(table) + "\":[]";
  body += "}}";  // Seconds, were each name compared with all before it.
  EXPECT_FALSE(FindOperation("BatchWriteItem")->handler(database, body));
}

TEST(HostileJson, OfTwoTablesWithOneNameTheLastCounts) {
  RecordingDatabase database;
  std::string body = R"({"RequestItems":{"abc":{"Keys":[{},{}]},"abc":{"Keys":[{}]}}})";
  EXPECT_TRUE(FindOperation("BatchGetItem")->handler(database, body));
  const auto& tables = database.batch_get_item.request.request_items;
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables.front().second.keys.size(), 1U);
}

TEST(HostileJson, OnlyViolationsThatAreToldCostMemory) {
  RecordingDatabase database;
  constexpr int kNulls = 100'000;
  std::string body = R"({"RequestItems":{")" + std::string(1'000'000, 'a') + R"(":{"Keys":[null)";
  for (int null = 1; null < kNulls; ++null) body += ",null";
  body += "]}}}";  // 100 GB, were each null told with the name of its table.
  const auto reply = FindOperation("BatchGetItem")->handler(database, body);
  ASSERT_FALSE(reply);
  EXPECT_TRUE(reply.error().message.starts_with("10 validation errors detected: "));
}

TEST(HostileJson, NullIsAbsent) {
  RecordingDatabase database;
  const auto reply =
      PutHostile(database, R"({"TableName":"abc","Item":{},"Expected":null,"ReturnValues":null})");
  ASSERT_TRUE(reply);
  EXPECT_FALSE(database.put_item.request.expected);
}

TEST(HostileJson, HalfASurrogatePairIsNoText) {
  RecordingDatabase database;
  for (const std::string_view half : {R"(\ude00)", R"(\ud83d)", R"(a\udfffb)", R"(\ude00\ud83d)"}) {
    const std::string text(half);
    EXPECT_FALSE(PutHostile(database, R"({"TableName":"abc","Item":{"a":{"S":")" + text + "\"}}}"));
    EXPECT_FALSE(
        PutHostile(database, R"({"TableName":"abc","Item":{")" + text + R"(":{"S":""}}})"));
    EXPECT_FALSE(IsJson("[\"" + text + "\"]"));
  }
  for (const std::string text : {R"(\ud83d\ude00)", R"(\ud7ff)", R"(\ue000)", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(PutHostile(database, R"({"TableName":"abc","Item":{"a":{"S":")" + text + "\"}}}"));
    EXPECT_TRUE(IsJson("[\"" + text + "\"]"));
  }
}

TEST(HostileJson, ACharacterThatIsCutOffLeadsNowhere) {
  RecordingDatabase database;
  for (const char* const cut : {"\xF3", "\xF3\x9F", "\xF3\x9F\x98", "\xE2", "\xE2\x82", "\xC3"}) {
    for (std::size_t size = 0; size < 40; ++size) {  // So that some fill their block of memory.
      std::string body = R"({")" + std::string(size, 'a') + cut;
      body.shrink_to_fit();
      EXPECT_FALSE(PutHostile(database, body));
    }
  }
}

TEST(HostileJson, AByteOfZeroEndsNothing) {
  RecordingDatabase database;
  std::string body = R"({"TableName":"abc","Item":{}})";
  EXPECT_FALSE(PutHostile(database, body + std::string("\0{}", 3)));
  EXPECT_FALSE(PutHostile(database, body + std::string("\0", 1)));
  EXPECT_FALSE(PutHostile(database, std::string("\0", 1) + body));
}

}  // namespace
}  // namespace basalt::wire
