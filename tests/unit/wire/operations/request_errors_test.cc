// What is answered to requests of the wrong shape, before the database is asked anything.
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/wire/operations/recording_database.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

Error RefusalOf(const std::string& operation, std::string body) {
  RecordingDatabase database;
  Result<std::string> reply = FindOperation(operation)->handler(database, body);
  if (reply) return {.message = "accepted: " + *reply};
  return reply.error();
}

struct RefusalCase {
  const char* name;
  const char* operation;
  const char* body;
  const char* message;
};

class Serialization : public testing::TestWithParam<RefusalCase> {};
class Validation : public testing::TestWithParam<RefusalCase> {};

TEST_P(Serialization, IsRefusedInAwsWords) {
  const Error error = RefusalOf(GetParam().operation, GetParam().body);
  EXPECT_EQ(error.code, ErrorCode::kSerialization);
  EXPECT_EQ(error.message, GetParam().message);
}

TEST_P(Validation, IsRefusedInAwsWords) {
  const Error error = RefusalOf(GetParam().operation, GetParam().body);
  EXPECT_EQ(error.code, ErrorCode::kValidation);
  EXPECT_EQ(error.message, GetParam().message);
}

constexpr auto kNameOfCase = [](const auto& test_case) {
  return std::string(test_case.param.name);
};

INSTANTIATE_TEST_SUITE_P(
    Json, Serialization,
    testing::Values(RefusalCase{"Empty", "PutItem", "", ""},
                    RefusalCase{"White", "PutItem", "  ", ""},
                    RefusalCase{"Array", "PutItem", "[]", ""},
                    RefusalCase{"Null", "PutItem", "null", ""},
                    RefusalCase{"Number", "PutItem", "1", ""},
                    RefusalCase{"Unclosed", "PutItem", "{\"TableName\":\"abc\"", ""},
                    RefusalCase{"TrailingGarbage", "PutItem", "{}x", ""},
                    RefusalCase{"TrailingObject", "PutItem", "{}{}", ""},
                    RefusalCase{"TrailingComma", "PutItem", "{\"TableName\":\"abc\",}", ""},
                    RefusalCase{"SingleQuotes", "PutItem", "{'TableName':'abc'}", ""},
                    RefusalCase{"NotANumber", "PutItem", "{\"TableName\":NaN}", ""},
                    RefusalCase{"InvalidUtf8", "PutItem", "{\"TableName\":\"\xff\xfe\"}", ""},
                    RefusalCase{"OverlongUtf8", "PutItem", "{\"TableName\":\"\xc0\x80\"}", ""},
                    RefusalCase{"LoneSurrogate", "PutItem", "{\"TableName\":\"\\ud800\"}", ""},
                    RefusalCase{"ControlCharacter", "PutItem", "{\"TableName\":\"a\nb\"}", ""},
                    RefusalCase{"ByteOrderMark", "ListTables", "\xEF\xBB\xBF{}", ""},
                    RefusalCase{"WithoutFields", "DescribeLimits", "{", ""}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Types, Serialization,
    testing::Values(
        RefusalCase{"NumberForString", "GetItem", R"({"TableName":1})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"DecimalForString", "GetItem", R"({"TableName":1.5})",
                    "DECIMAL_VALUE cannot be converted to String"},
        RefusalCase{"TrueForString", "GetItem", R"({"TableName":true})",
                    "TRUE_VALUE cannot be converted to String"},
        RefusalCase{"FalseForString", "GetItem", R"({"TableName":false})",
                    "FALSE_VALUE cannot be converted to String"},
        RefusalCase{"ArrayForString", "GetItem", R"({"TableName":[]})",
                    "Unrecognized collection type class java.lang.String"},
        RefusalCase{"ObjectForString", "GetItem", R"({"TableName":{}})",
                    "Start of structure or map found where not expected"},
        RefusalCase{"NumberForWord", "GetItem", R"({"ReturnConsumedCapacity":1})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"NumberForBoolean", "GetItem", R"({"ConsistentRead":1})",
                    "NUMBER_VALUE cannot be converted to Boolean"},
        RefusalCase{"StringForBoolean", "GetItem", R"({"ConsistentRead":"x"})",
                    "Unexpected token received from parser"},
        RefusalCase{"ArrayForBoolean", "GetItem", R"({"ConsistentRead":[]})",
                    "Unrecognized collection type class java.lang.Boolean"},
        RefusalCase{"StringForInteger", "Query", R"({"Limit":"1"})",
                    "STRING_VALUE cannot be converted to Integer"},
        RefusalCase{"TrueForLong", "CreateTable",
                    R"({"ProvisionedThroughput":{"ReadCapacityUnits":true}})",
                    "TRUE_VALUE cannot be converted to Long"},
        RefusalCase{"NumberForList", "GetItem", R"({"AttributesToGet":1})",
                    "Unexpected field type"},
        RefusalCase{"ObjectForList", "GetItem", R"({"AttributesToGet":{}})",
                    "Start of structure or map found where not expected"},
        RefusalCase{"NumberInList", "GetItem", R"({"AttributesToGet":[1]})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"StringForMap", "GetItem", R"({"Key":"x"})", "Unexpected field type"},
        RefusalCase{"ArrayForMap", "GetItem", R"({"Key":[]})",
                    "Unrecognized collection type java.util.Map<java.lang.String, "
                    "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
        RefusalCase{"ArrayForNames", "GetItem", R"({"ExpressionAttributeNames":[]})",
                    "Unrecognized collection type java.util.Map<java.lang.String, "
                    "java.lang.String>"},
        RefusalCase{"ArrayForTables", "BatchWriteItem", R"({"RequestItems":[]})",
                    "Unrecognized collection type java.util.Map<java.lang.String, "
                    "java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>"},
        RefusalCase{"NumberForStructure", "CreateTable", R"({"ProvisionedThroughput":1})",
                    "Unexpected field type"},
        RefusalCase{"ArrayForStructure", "CreateTable", R"({"ProvisionedThroughput":[]})",
                    "Unrecognized collection type class "
                    "com.amazonaws.dynamodb.v20120810.ProvisionedThroughput"},
        RefusalCase{"NumberForStructureInList", "CreateTable", R"({"KeySchema":[1]})",
                    "Unexpected value type in payload"},
        RefusalCase{"NumberForStructureInMap", "Query", R"({"KeyConditions":{"a":1}})",
                    "Unexpected value type in payload"},
        RefusalCase{"NumberForListInMap", "BatchWriteItem", R"({"RequestItems":{"abc":1}})",
                    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be "
                    "cast to class java.lang.Class "
                    "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
                    "java.lang.Class are in module java.base of loader 'bootstrap')"},
        RefusalCase{"TypesGoBeforeConstraints", "Query", R"({"Limit":0,"Select":1})",
                    "NUMBER_VALUE cannot be converted to String"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Values, Serialization,
    testing::Values(
        RefusalCase{"NumberForValue", "PutItem", R"({"Item":{"a":1}})",
                    "Unexpected value type in payload"},
        RefusalCase{"ArrayForValue", "PutItem", R"({"Item":{"a":[]}})",
                    "Unrecognized collection type class "
                    "com.amazonaws.dynamodb.v20120810.AttributeValue"},
        RefusalCase{"NumberInS", "PutItem", R"({"Item":{"a":{"S":1}}})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"NumberInN", "PutItem", R"({"Item":{"a":{"N":1}}})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"NumberInBool", "PutItem", R"({"Item":{"a":{"BOOL":1}}})",
                    "NUMBER_VALUE cannot be converted to Boolean"},
        RefusalCase{"StringInSet", "PutItem", R"({"Item":{"a":{"SS":"x"}}})",
                    "Unexpected field type"},
        RefusalCase{"NumberInSet", "PutItem", R"({"Item":{"a":{"NS":[1]}}})",
                    "NUMBER_VALUE cannot be converted to String"},
        RefusalCase{"ArrayInMap", "PutItem", R"({"Item":{"a":{"M":[]}}})",
                    "Unrecognized collection type java.util.Map<java.lang.String, "
                    "com.amazonaws.dynamodb.v20120810.AttributeValue>"},
        RefusalCase{"NumberInNestedList", "PutItem", R"({"Item":{"a":{"L":[{"L":[1]}]}}})",
                    "Unexpected value type in payload"},
        RefusalCase{"Base64Length", "PutItem", R"({"Item":{"a":{"B":"YWI"}}})",
                    "Base64 encoded length is expected a multiple of 4 bytes but found: 3"},
        RefusalCase{"TypesInTwoTypedValue", "PutItem", R"({"Item":{"a":{"S":"x","N":1}}})",
                    "NUMBER_VALUE cannot be converted to String"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Items, Validation,
    testing::Values(
        RefusalCase{"PutItemEmpty", "PutItem", "{}",
                    "2 validation errors detected: Value null at 'tableName' failed to satisfy "
                    "constraint: Member must not be null; Value null at 'item' failed to satisfy "
                    "constraint: Member must not be null"},
        RefusalCase{"GetItemEmpty", "GetItem", "{}",
                    "2 validation errors detected: Value null at 'key' failed to satisfy "
                    "constraint: Member must not be null; Value null at 'tableName' failed to "
                    "satisfy constraint: Member must not be null"},
        RefusalCase{
            "UpdateItemWords", "UpdateItem",
            R"({"ReturnValues":"x","ReturnConsumedCapacity":"x",
                        "ReturnItemCollectionMetrics":"x",
                        "ReturnValuesOnConditionCheckFailure":"x"})",
            "6 validation errors detected: Value 'x' at 'returnConsumedCapacity' failed to "
            "satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, "
            "NONE]; Value null at 'tableName' failed to satisfy constraint: Member must not "
            "be null; Value 'x' at 'returnValues' failed to satisfy constraint: Member must "
            "satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; "
            "Value 'x' at 'returnValuesOnConditionCheckFailure' failed to satisfy "
            "constraint: Member must satisfy enum value set: [ALL_OLD, NONE]; Value 'x' at "
            "'returnItemCollectionMetrics' failed to satisfy constraint: Member must "
            "satisfy enum value set: [SIZE, NONE]; Value null at 'key' failed to satisfy "
            "constraint: Member must not be null"},
        RefusalCase{"TableNameEmpty", "GetItem", R"({"TableName":"","Key":{}})",
                    "1 validation error detected: Value at 'TableName' failed to satisfy "
                    "constraint: Member must have length greater than or equal to 1"},
        RefusalCase{"TableNameShort", "GetItem", R"({"TableName":"a;","Key":{}})",
                    "1 validation error detected: Value 'a;' at 'tableName' failed to satisfy "
                    "constraint: Member must have length greater than or equal to 3"},
        RefusalCase{"TableNamePattern", "DeleteItem", R"({"TableName":"abc;","Key":{}})",
                    "1 validation error detected: Value 'abc;' at 'tableName' failed to satisfy "
                    "constraint: Member must satisfy regular expression pattern: "
                    "[a-zA-Z0-9_.-]+"},
        RefusalCase{"EmptyList", "GetItem", R"({"TableName":"abc","Key":{},"AttributesToGet":[]})",
                    "1 validation error detected: Value '[]' at 'attributesToGet' failed to "
                    "satisfy constraint: Member must have length greater than or equal to 1"},
        RefusalCase{"NullInList", "GetItem",
                    R"({"TableName":"abc","Key":{},"AttributesToGet":["a",null]})",
                    "1 validation error detected: Value null at 'attributesToGet.2.member' failed "
                    "to satisfy constraint: Member must not be null"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Queries, Validation,
    testing::Values(
        RefusalCase{"LimitAlone", "Query", R"({"TableName":"abc","Limit":0})",
                    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: "
                    "Member must have value greater than or equal to 1"},
        RefusalCase{"ScanRanges", "Scan",
                    R"({"TableName":"abc","Limit":-5,"Segment":1000000,"TotalSegments":1000001})",
                    "3 validation errors detected: Value at 'Limit' failed to satisfy constraint: "
                    "Member must have value greater than or equal to 1; Value at 'Segment' failed "
                    "to satisfy constraint: Member must have value less than or equal to 999999; "
                    "Value at 'TotalSegments' failed to satisfy constraint: Member must have value "
                    "less than or equal to 1000000"},
        RefusalCase{
            "ScanAll", "Scan",
            R"({"Select":"x","Limit":0,"ConditionalOperator":"x","ScanFilter":{"a":{}},
                        "ReturnConsumedCapacity":"x","Segment":-1,"TotalSegments":0})",
            "8 validation errors detected: Value 'x' at 'select' failed to satisfy "
            "constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, "
            "ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]; Value '0' at 'totalSegments' failed "
            "to satisfy constraint: Member must have value greater than or equal to 1; "
            "Value 'x' at 'returnConsumedCapacity' failed to satisfy constraint: Member "
            "must satisfy enum value set: [INDEXES, TOTAL, NONE]; Value null at "
            "'tableName' failed to satisfy constraint: Member must not be null; Value 'x' "
            "at 'conditionalOperator' failed to satisfy constraint: Member must satisfy "
            "enum value set: [OR, AND]; Value null at "
            "'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member "
            "must not be null; Value '-1' at 'segment' failed to satisfy constraint: "
            "Member must have value greater than or equal to 0; Value '0' at 'limit' "
            "failed to satisfy constraint: Member must have value greater than or equal to "
            "1"},
        RefusalCase{"LegacyWord", "Query",
                    R"({"TableName":"abc","KeyConditions":{"a":{"ComparisonOperator":"x"}}})",
                    "1 validation error detected: Value 'x' at "
                    "'keyConditions.a.member.comparisonOperator' failed to satisfy constraint: "
                    "Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, "
                    "GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Batches, Validation,
    testing::Values(
        RefusalCase{"GetEmpty", "BatchGetItem", R"({"RequestItems":{}})",
                    "1 validation error detected: Value at 'RequestItems' failed to satisfy "
                    "constraint: Member must have length greater than or equal to 1"},
        RefusalCase{"GetNoKeys", "BatchGetItem", R"({"RequestItems":{"abc":{"Keys":[]}}})",
                    "1 validation error detected: Value at 'RequestItems.abc.member.Keys' failed "
                    "to satisfy constraint: Member must have length greater than or equal to 1"},
        RefusalCase{"WriteMissing", "BatchWriteItem", "{}",
                    "1 validation error detected: Value null at 'requestItems' failed to satisfy "
                    "constraint: Member must not be null"},
        RefusalCase{"WriteEmptyList", "BatchWriteItem", R"({"RequestItems":{"abc":[]}})",
                    "1 validation error detected: Value '{abc=[]}' at 'requestItems' failed to "
                    "satisfy constraint: Map value must satisfy constraint: [Member must have "
                    "length less than or equal to 25, Member must have length greater than or "
                    "equal to 1]"},
        RefusalCase{"WriteNoItem", "BatchWriteItem",
                    R"({"RequestItems":{"abc":[{"PutRequest":{}}]}})",
                    "1 validation error detected: Value null at "
                    "'requestItems.abc.member.1.member.putRequest.item' failed to satisfy "
                    "constraint: Member must not be null"},
        RefusalCase{"WriteTableName", "BatchWriteItem",
                    R"({"RequestItems":{"a":[{"PutRequest":{"Item":{"a":{"S":"x"}}}}]}})",
                    "1 validation error detected: Value "
                    "'{a=[WriteRequest(putRequest=PutRequest(item={a=AttributeValue(s=x, n=null, "
                    "b=null, iNT=null, dECIMAL=null, dOUBLE=null, sS=null, nS=null, bS=null, "
                    "iNTSET=null, dECIMALSET=null, dOUBLESET=null, m=null, l=null, nULL=null, "
                    "bOOL=null)}, workloadProfileName=null), deleteRequest=null)]}' at "
                    "'requestItems' failed to satisfy constraint: Map keys must satisfy "
                    "constraint: [Member must have length less than or equal to 255, Member must "
                    "have length greater than or equal to 3, Member must satisfy regular "
                    "expression pattern: [a-zA-Z0-9_.-]+]"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Transactions, Validation,
    testing::Values(
        RefusalCase{"Empty", "TransactWriteItems", R"({"TransactItems":[]})",
                    "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy "
                    "constraint: Member must have length greater than or equal to 1"},
        RefusalCase{"Nothing", "TransactWriteItems", R"({"TransactItems":[{}]})",
                    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update "
                    "request"},
        RefusalCase{"TwoActions", "TransactWriteItems",
                    R"({"TransactItems":[{"Put":{"TableName":"abc","Item":{}},
                        "Delete":{"TableName":"abc","Key":{}}}]})",
                    "TransactItems can only contain one of Check, Put, Update or Delete"},
        RefusalCase{"PutTableName", "TransactWriteItems",
                    R"({"TransactItems":[{"Put":{"Item":{}}}]})",
                    "1 validation error detected: Value null at "
                    "'transactItems.1.member.put.tableName' failed to satisfy constraint: Member "
                    "must not be null"},
        RefusalCase{"Token", "TransactWriteItems",
                    R"({"TransactItems":[{"Put":{"TableName":"abc","Item":{}}}],
                        "ClientRequestToken":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})",
                    "1 validation error detected: Value 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' at "
                    "'clientRequestToken' failed to satisfy constraint: Member must have length "
                    "less than or equal to 36"},
        RefusalCase{"NoGet", "TransactGetItems", R"({"TransactItems":[{}]})",
                    "1 validation error detected: Value null at 'transactItems.1.member.get' "
                    "failed to satisfy constraint: Member must not be null"}),
    kNameOfCase);

INSTANTIATE_TEST_SUITE_P(
    Tables, Validation,
    testing::Values(
        RefusalCase{"NameMissing", "CreateTable", "{}",
                    "The parameter 'TableName' is required but was not present in the request"},
        RefusalCase{"NameShort", "DeleteTable", R"({"TableName":"ab"})",
                    "TableName must be at least 3 characters long and at most 255 characters "
                    "long"},
        RefusalCase{"NamePattern", "DescribeTable", R"({"TableName":"abc;"})",
                    "1 validation error detected: Value 'abc;' at 'tableName' failed to satisfy "
                    "constraint: Member must satisfy regular expression pattern: "
                    "[a-zA-Z0-9_.-]+"},
        RefusalCase{"OnlyName", "CreateTable", R"({"TableName":"abc"})",
                    "2 validation errors detected: Value null at 'keySchema' failed to satisfy "
                    "constraint: Member must not be null; Value null at 'attributeDefinitions' "
                    "failed to satisfy constraint: Member must not be null"},
        RefusalCase{"Parts", "CreateTable",
                    R"({"TableName":"abc","AttributeDefinitions":[{}],"KeySchema":[],
                        "BillingMode":"x",
                        "ProvisionedThroughput":{"ReadCapacityUnits":0,"WriteCapacityUnits":-1}})",
                    "6 validation errors detected: Value 'x' at 'billingMode' failed to satisfy "
                    "constraint: Member must satisfy enum value set: [PROVISIONED, "
                    "PAY_PER_REQUEST]; Value '-1' at 'provisionedThroughput.writeCapacityUnits' "
                    "failed to satisfy constraint: Member must have value greater than or equal to "
                    "1; Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy "
                    "constraint: Member must have value greater than or equal to 1; Value '[]' at "
                    "'keySchema' failed to satisfy constraint: Member must have length greater "
                    "than or equal to 1; Value null at "
                    "'attributeDefinitions.1.member.attributeName' failed to satisfy constraint: "
                    "Member must not be null; Value null at "
                    "'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: "
                    "Member must not be null"},
        RefusalCase{"ThreeKeys", "CreateTable",
                    R"({"TableName":"abc","AttributeDefinitions":[],"KeySchema":[
                        {"AttributeName":"a","KeyType":"HASH"},
                        {"AttributeName":"b","KeyType":"RANGE"},
                        {"AttributeName":"c","KeyType":"RANGE"}]})",
                    "1 validation error detected: Value '[KeySchemaElement(attributeName=a, "
                    "keyType=HASH), KeySchemaElement(attributeName=b, keyType=RANGE), "
                    "KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' failed to "
                    "satisfy constraint: Member must have length less than or equal to 2"},
        RefusalCase{"ListLimit", "ListTables", R"({"Limit":101})",
                    "1 validation error detected: Value '101' at 'limit' failed to satisfy "
                    "constraint: Member must have value less than or equal to 100"}),
    kNameOfCase);

TEST(RequestErrors, ListAtMostTenViolations) {
  const Error error =
      RefusalOf("TransactGetItems", R"({"TransactItems":[{},{},{},{},{},{},{},{},{},{},{},{}]})");
  EXPECT_TRUE(error.message.starts_with("10 validation errors detected: ")) << error.message;
  EXPECT_TRUE(
      error.message.ends_with("Value null at 'transactItems.10.member.get' failed to "
                              "satisfy constraint: Member must not be null"))
      << error.message;
}

TEST(RequestErrors, RepeatNullCharactersAsTheyAre) {
  const Error error = RefusalOf("DescribeTable", R"({"TableName":"abc\u0000"})");
  const std::string name("abc\0", 4);
  EXPECT_EQ(error.message, "1 validation error detected: Value '" + name +
                               "' at 'tableName' failed to satisfy constraint: Member must satisfy "
                               "regular expression pattern: [a-zA-Z0-9_.-]+");
}

// A text whose copies as Java objects would be many times as large as the request.
TEST(RequestErrors, ShowHugeValuesInPart) {
  std::string body = R"({"RequestItems":{"a":[{"PutRequest":{"Item":{"a":{"L":[)";
  for (int element = 0; element < 100'000; ++element) body += R"({"N":"1"},)";
  body += R"({"N":"1"}]}}}}]}})";
  const Error error = RefusalOf("BatchWriteItem", body);
  EXPECT_EQ(error.code, ErrorCode::kValidation);
  EXPECT_LT(error.message.size(), std::size_t{2} * 1024 * 1024);
}

}  // namespace
}  // namespace basalt::wire
