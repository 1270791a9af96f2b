#include <gtest/gtest.h>

#include <string>

#include "basalt/value_builder.h"
#include "model/schema/key_check.h"
#include "model/schema/table_name.h"

namespace basalt {
namespace {

TEST(TableName, IsThreeTo255OfTheAllowedCharacters) {
  EXPECT_TRUE(IsName("abc"));
  EXPECT_TRUE(IsName("A_z.0-9"));
  EXPECT_TRUE(IsName(std::string(255, 'a')));
  EXPECT_FALSE(IsName("ab"));
  EXPECT_FALSE(IsName(""));
  EXPECT_FALSE(IsName(std::string(256, 'a')));
  EXPECT_FALSE(IsName("a b c"));
  EXPECT_FALSE(IsName("caf\xc3\xa9"));
}

TEST(TableName, IsFoundInAnArn) {
  const std::string table = "arn:aws:dynamodb:us-east-1:123456789012:table/notes";
  EXPECT_EQ(TableNameOf("notes"), "notes");
  EXPECT_EQ(TableNameOf(table), "notes");
  EXPECT_EQ(TableNameOf("arn:aws-cn:dynamodb:cn-north-1:1:table/notes"), "notes");
  EXPECT_EQ(TableNameOf(table + "/index/ByOwner"), std::nullopt);
  EXPECT_EQ(TableNameOf("arn:aws:s3:us-east-1:123456789012:table/notes"), std::nullopt);
  EXPECT_EQ(TableNameOf("arn:aws:dynamodb:us-east-1:1:table/no"), std::nullopt);
  EXPECT_EQ(TableNameOf("arn:aws:dynamodb:us-east-1"), std::nullopt);
  EXPECT_EQ(TableNameOf(""), std::nullopt);

  const std::string index_arn = table + "/index/ByOwner";
  const auto index = ParseTableArn(index_arn);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->table_name, "notes");
  EXPECT_EQ(index->index_name, "ByOwner");
  EXPECT_EQ(index->region, "us-east-1");
  EXPECT_EQ(index->account, "123456789012");

  const std::string stream_arn = table + "/stream/2024-01-01T00:00:00.000";
  const auto stream = ParseTableArn(stream_arn);
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->stream_label, "2024-01-01T00:00:00.000");
  EXPECT_FALSE(ParseTableArn(table + "/other/x"));
}

TableSchema Orders() {
  const KeyAttribute pk{.name = "pk", .type = ScalarAttributeType::kS};
  const KeyAttribute sk{.name = "sk", .type = ScalarAttributeType::kB};
  const KeyAttribute status{.name = "status", .type = ScalarAttributeType::kS};
  const KeyAttribute total{.name = "total", .type = ScalarAttributeType::kN};
  const KeyAttribute blob{.name = "blob", .type = ScalarAttributeType::kB};
  return {
      .id = 1,
      .name = "orders",
      .key = {.partition = {pk}, .sort = {sk}},
      .indexes = {{.id = 2, .name = "ByStatus", .key = {.partition = {status}, .sort = {total}}},
                  {.id = 3, .name = "ByBlob", .key = {.partition = {status}, .sort = {blob}}}}};
}

struct CheckCase {
  const char* name;
  Item changes;  // To a good item; a Null removes.
  std::string fault;
};

EncodedItem Changed(const Item& changes) {
  Item item{{"pk", {std::string("a")}}, {"sk", {Binary{"b"}}}};
  for (const auto& [name, value] : changes) {
    item[name] = value;
    if (value == AttributeValue{Null{}}) item.erase(name);
  }
  return *Encode(item);
}

std::string FaultIn(const Status& status) { return status ? "" : status.error().message; }

const std::string kInvalid = "One or more parameter values were invalid: ";
const std::string kNotValid = "One or more parameter values are not valid. ";
const std::string kEmptyString =
    "The AttributeValue for a key attribute cannot contain an empty string value.";
const std::string kEmptyBinary =
    "The AttributeValue for a key attribute cannot contain an empty binary value.";
const std::string kHashTooLong =
    kInvalid + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
const std::string kRangeTooLong =
    kInvalid + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

TEST(KeyCheck, OfAnItem) {
  const CheckCase cases[] = {
      {"Good", {}, ""},
      {"Longest", {{"pk", {std::string(2048, 'a')}}, {"sk", {Binary{std::string(1024, 'a')}}}}, ""},
      {"NoPartitionKey", {{"pk", {Null{}}}}, kInvalid + "Missing the key pk in the item"},
      {"NoSortKey", {{"sk", {Null{}}}}, kInvalid + "Missing the key sk in the item"},
      {"WrongType",
       {{"pk", {Number(1)}}},
       kInvalid + "Type mismatch for key pk expected: S actual: N"},
      {"EmptyString", {{"pk", {std::string()}}}, kNotValid + kEmptyString + " Key: pk"},
      {"EmptyBinary", {{"sk", {Binary{}}}}, kNotValid + kEmptyBinary + " Key: sk"},
      {"LongHash", {{"pk", {std::string(2049, 'a')}}}, kHashTooLong},
      {"LongRange", {{"sk", {Binary{std::string(1025, 'a')}}}}, kRangeTooLong},
  };
  for (const auto& [name, changes, fault] : cases) {
    EXPECT_EQ(FaultIn(CheckItemKey(Orders(), Changed(changes).view())), fault) << name;
  }
}

TEST(KeyCheck, OfARequestsKey) {
  const std::string mismatch = "The provided key element does not match the schema";
  const CheckCase cases[] = {
      {"Good", {}, ""},
      {"NoSortKey", {{"sk", {Null{}}}}, mismatch},
      {"OneTooMany", {{"other", {true}}}, mismatch},
      {"AnotherName", {{"sk", {Null{}}}, {"other", {Binary{"b"}}}}, mismatch},
      {"WrongType", {{"sk", {std::string("b")}}}, mismatch},
      {"EmptyString", {{"pk", {std::string()}}}, kNotValid + kEmptyString + " Key: pk"},
      {"LongHash", {{"pk", {std::string(2049, 'a')}}}, kHashTooLong},
      {"LongRange", {{"sk", {Binary{std::string(1025, 'a')}}}}, kRangeTooLong},
  };
  for (const auto& [name, changes, fault] : cases) {
    EXPECT_EQ(FaultIn(CheckKey(Orders(), Changed(changes).view())), fault) << name;
  }
}

TEST(KeyCheck, OfIndexes) {
  const CheckCase cases[] = {
      {"None", {}, ""},
      {"Good", {{"status", {std::string("open")}}, {"total", {Number(0)}}}, ""},
      {"WrongType",
       {{"total", {std::string("1")}}},
       kInvalid + "Type mismatch for Index Key total Expected: N Actual: S IndexName: ByStatus"},
      {"WrongBool",
       {{"total", {true}}},
       kInvalid + "Type mismatch for Index Key total Expected: N Actual: BOOL IndexName: ByStatus"},
      {"FirstIndexByName",
       {{"status", {Number(1)}}},
       kInvalid + "Type mismatch for Index Key status Expected: S Actual: N IndexName: ByBlob"},
      {"EmptyBinary",
       {{"blob", {Binary{}}}},
       kNotValid + "A value specified for a secondary index key is not supported. " + kEmptyBinary +
           " IndexName: ByBlob, IndexKey: blob"},
      {"TooLong",
       {{"status", {std::string(2049, 'a')}}},
       kInvalid +
           "Size limit exceeded for Index Key status Actual Size: 2049 bytes Max Size: 2048 bytes "
           "IndexName: ByBlob"},
  };
  for (const auto& [name, changes, fault] : cases) {
    EXPECT_EQ(FaultIn(CheckIndexKeys(Orders(), Changed(changes).view(), WriteKind::kPut)), fault)
        << name;
  }
  EXPECT_EQ(
      FaultIn(CheckIndexKeys(Orders(), Changed({{"status", {std::string()}}}).view(),
                             WriteKind::kUpdate)),
      kNotValid +
          "The update expression attempted to update a secondary index key to a value that is not "
          "supported. " +
          kEmptyString);
}

}  // namespace
}  // namespace basalt
