// What CreateTable refuses, in AWS's words.
#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "tables_world.h"

namespace basalt::tables_create_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.

const std::string kInvalid = "One or more parameter values were invalid: ";
const ProvisionedThroughput kOne{1, 1};

struct Refusal {
  const char* name;
  std::string message;
  std::function<CreateTableRequest()> request;
};

CreateTableRequest WithGlobals(CreateTableRequest request,
                               std::vector<GlobalSecondaryIndex> indexes) {
  request.global_secondary_indexes = std::move(indexes);
  return request;
}

CreateTableRequest WithLocals(CreateTableRequest request,
                              std::vector<LocalSecondaryIndex> indexes) {
  request.local_secondary_indexes = std::move(indexes);
  return request;
}

CreateTableRequest Plain(std::string_view definitions, std::string_view key) {
  return OnDemandTable("table", definitions, key);
}

CreateTableRequest WithGlobal(GlobalSecondaryIndex index) {
  return WithGlobals(Plain("a b", "a #b"), {std::move(index)});
}

CreateTableRequest WithLocal(LocalSecondaryIndex index) {
  return WithLocals(Plain("a b", "a #b"), {std::move(index)});
}

GlobalSecondaryIndex Provisioned(GlobalSecondaryIndex index, ProvisionedThroughput throughput) {
  index.provisioned_throughput = throughput;
  return index;
}

std::vector<std::string> Names(int count, const std::string& prefix = "x") {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(prefix + std::to_string(i));
  return names;
}

std::vector<GlobalSecondaryIndex> Globals(int count, const Projection& projection = All()) {
  std::vector<GlobalSecondaryIndex> indexes;
  for (const std::string& name : Names(count, "index")) {
    indexes.push_back(Global(name, "b", projection));
  }
  return indexes;
}

template <typename Change>
CreateTableRequest Changed(Change change) {
  CreateTableRequest request = Plain("a", "a");
  change(request);
  return request;
}

class CreateTableRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(CreateTableRefuses, InAwsWords) {
  const auto database = OpenDatabase();
  const auto created = database->CreateTable(GetParam().request());
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::kValidation);
  EXPECT_EQ(created.error().message, GetParam().message);
  EXPECT_TRUE(database->ListTables({})->table_names.empty());
}

std::string NameOfRefusal(const testing::TestParamInfo<Refusal>& refusal) {
  return refusal.param.name;
}

const Refusal kShapes[] = {
    {"NoName",
     "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member "
     "must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'tableName' failed to "
     "satisfy constraint: Member must have length greater than or equal to 3",
     [] { return OnDemandTable("", "a", "a"); }},
    {"ShortName",
     "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member "
     "must have length greater than or equal to 3",
     [] { return OnDemandTable("ab", "a", "a"); }},
    {"BadName",
     "1 validation error detected: Value 'a;b' at 'tableName' failed to satisfy constraint: Member "
     "must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
     [] { return OnDemandTable("a;b", "a", "a"); }},
    {"NoKey",
     "1 validation error detected: Value '[]' at 'keySchema' failed to satisfy constraint: Member "
     "must have length greater than or equal to 1",
     [] { return Plain("", ""); }},
    {"ThreeKeys",
     "1 validation error detected: Value '[KeySchemaElement(attributeName=a, keyType=HASH), "
     "KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, "
     "keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length less "
     "than or equal to 2",
     [] { return Plain("a b c", "a #b #c"); }},
    {"NoThroughputAtAll",
     "2 validation errors detected: Value '-1' at 'provisionedThroughput.writeCapacityUnits' "
     "failed to satisfy constraint: Member must have value greater than or equal to 1; Value '0' "
     "at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have "
     "value greater than or equal to 1",
     [] { return Changed([](auto& request) {
            request.provisioned_throughput = {0, -1};
          }); }},
    {"IndexNameShort",
     "1 validation error detected: Value 'ix' at 'globalSecondaryIndexes.1.member.indexName' "
     "failed to satisfy constraint: Member must have length greater than or equal to 3",
     [] { return WithGlobal(Global("ix", "b")); }},
    {"LocalIndexNameBad",
     "1 validation error detected: Value 'i;x' at 'localSecondaryIndexes.1.member.indexName' "
     "failed to satisfy constraint: Member must satisfy regular expression pattern: "
     "[a-zA-Z0-9_.-]+",
     [] { return WithLocal(Local("i;x", "a #b")); }},
    {"IncludesNothing",
     "1 validation error detected: Value '[]' at "
     "'globalSecondaryIndexes.1.member.projection.nonKeyAttributes' failed to satisfy constraint: "
     "Member must have length greater than or equal to 1",
     [] { return WithGlobal(Global("index", "b", Include({}))); }},
    {"NoIndexKeys",
     "1 validation error detected: Value '[]' at 'globalSecondaryIndexes.1.member.keySchema' "
     "failed to satisfy constraint: Member must have length greater than or equal to 1",
     [] { return WithGlobal(Global("index", "")); }},
    {"EmptyTagKey",
     "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: "
     "Member must have length greater than or equal to 1",
     [] { return Changed([](auto& request) {
            request.tags = std::vector<Tag>{{"", "value"}};
          }); }},
};
INSTANTIATE_TEST_SUITE_P(Shapes, CreateTableRefuses, testing::ValuesIn(kShapes), NameOfRefusal);

const Refusal kKeys[] = {
    {"FirstNotHash", "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
     [] { return Plain("a", "#a"); }},
    {"SecondNotRange", "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
     [] { return Plain("a b", "a b"); }},
    {"SameName", "Invalid KeySchema: Some index key attribute have no definition",
     [] { return Plain("a b", "a #a"); }},
    {"SortKeyUndefined", "Invalid KeySchema: Some index key attribute have no definition",
     [] { return Plain("a", "a #b"); }},
    {"Undefined",
     kInvalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a], "
                "AttributeDefinitions: [b]",
     [] { return Plain("b", "a"); }},
    {"DefinitionUnused",
     kInvalid + "Number of attributes in KeySchema does not exactly match number of attributes "
                "defined in AttributeDefinitions",
     [] { return Plain("a b", "a"); }},
    {"DefinitionTwice",
     kInvalid + "Number of attributes in KeySchema does not exactly match number of attributes "
                "defined in AttributeDefinitions",
     [] { return Plain("a a:N", "a"); }},
    {"DefinitionUnusedWithIndex",
     kInvalid + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c], keys "
                "used: [a, b]",
     [] { return WithGlobals(Plain("a b c", "a #b"), {Global("index", "b")}); }},
};
INSTANTIATE_TEST_SUITE_P(Keys, CreateTableRefuses, testing::ValuesIn(kKeys), NameOfRefusal);

const Refusal kLocalIndexes[] = {
    {"None", kInvalid + "List of LocalSecondaryIndexes is empty",
     [] { return WithLocals(Plain("a b", "a #b"), {}); }},
    {"TableWithoutSortKey",
     kInvalid + "Table KeySchema does not have a range key, which is required when specifying a "
                "LocalSecondaryIndex",
     [] { return WithLocals(Plain("a b", "a"), {Local("index", "a #b")}); }},
    {"WithoutSortKey", kInvalid + "Index KeySchema does not have a range key for index: index",
     [] { return WithLocal(Local("index", "a")); }},
    {"OtherHashKey",
     kInvalid + "Index KeySchema does not have the same leading hash key as table KeySchema for "
                "index: index. index hash key: b, table hash key: a",
     [] { return WithLocal(Local("index", "b #a")); }},
    {"Undefined",
     kInvalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, z], "
                "AttributeDefinitions: [a, b]",
     [] { return WithLocal(Local("index", "a #z")); }},
    {"SameName", "Both the Hash Key and the Range Key element in the KeySchema have the same name",
     [] { return WithLocal(Local("index", "a #a")); }},
    {"FirstNotHash", "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
     [] { return WithLocal(Local("index", "#b a")); }},
    {"Projection", kInvalid + "Unknown ProjectionType: null",
     [] { return WithLocal(Local("index", "a #b", {})); }},
    {"TooMany", kInvalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5",
     [] {
       CreateTableRequest request = Plain("a b", "a #b");
       request.local_secondary_indexes.emplace();
       for (const std::string& name : Names(6, "index")) {
         request.local_secondary_indexes->push_back(Local(name, "a #b"));
       }
       return request;
     }},
    {"NameTwice", kInvalid + "Duplicate index name: index",
     [] {
       return WithLocals(Plain("a b", "a #b"), {Local("index", "a #b"), Local("index", "a #b")});
     }},
    {"NameOfGlobal", kInvalid + "Duplicate index name: index",
     [] { return WithGlobals(WithLocal(Local("index", "a #b")), {Global("index", "b")}); }},
};
INSTANTIATE_TEST_SUITE_P(LocalIndexes, CreateTableRefuses, testing::ValuesIn(kLocalIndexes),
                         NameOfRefusal);

const Refusal kGlobalIndexes[] = {
    {"None", kInvalid + "List of GlobalSecondaryIndexes is empty",
     [] { return WithGlobals(Plain("a", "a"), {}); }},
    {"Undefined",
     kInvalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [y, z], "
                "AttributeDefinitions: [a, b]",
     [] { return WithGlobal(Global("index", "y #z")); }},
    {"FirstNotHash", "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
     [] { return WithGlobal(Global("index", "#a b")); }},
    {"SameName", "Both the Hash Key and the Range Key element in the KeySchema have the same name",
     [] { return WithGlobal(Global("index", "b #b")); }},
    {"SameNameOfManyKeys", "The KeySchema contains multiple key attributes with the same name",
     [] { return WithGlobals(Plain("a b c", "a"), {Global("index", "a b #c #a")}); }},
    {"HashAfterRange",
     kInvalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema",
     [] { return WithGlobals(Plain("a b c d", "a"), {Global("index", "a #c b #d")}); }},
    {"FiveHashKeys",
     kInvalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes",
     [] { return WithGlobals(Plain("a b c d e", "a"), {Global("index", "a b c d e")}); }},
    {"FiveRangeKeys",
     kInvalid + "The KeySchema exceeds the maximum allowed number of RANGE key attributes",
     [] { return WithGlobals(Plain("a b c d e f", "a"), {Global("index", "a #b #c #d #e #f")}); }},
    {"NoProjectionType", kInvalid + "Unknown ProjectionType: null",
     [] { return WithGlobal(Global("index", "b", {})); }},
    {"AllAndNames", kInvalid + "ProjectionType is ALL, but NonKeyAttributes is specified",
     [] {
       return WithGlobal(Global("index", "b", {ProjectionType::kAll, Names(1)}));
     }},
    {"KeysOnlyAndNames",
     kInvalid + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified",
     [] {
       return WithGlobal(Global("index", "b", {ProjectionType::kKeysOnly, Names(1)}));
     }},
    {"IncludeWithoutNames",
     kInvalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified",
     [] {
       return WithGlobal(Global("index", "b", {ProjectionType::kInclude, std::nullopt}));
     }},
    {"TooMany", kInvalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20",
     [] { return WithGlobals(Plain("a b", "a #b"), Globals(21)); }},
    {"TooManyProjected",
     kInvalid + "Number of projected non-key attributes of all indexes exceeds limit of 100",
     [] { return WithGlobals(Plain("a b", "a #b"), Globals(6, Include(Names(17)))); }},
    {"ThroughputOnDemand",
     kInvalid + "ProvisionedThroughput should not be specified for index: index when BillingMode "
                "is PAY_PER_REQUEST",
     [] { return WithGlobal(Provisioned(Global("index", "b"), kOne)); }},
    {"NoThroughputProvisioned",
     kInvalid + "ProvisionedThroughput is not specified for index: index",
     [] { return WithGlobals(ProvisionedTable("table", "a b", "a #b"), {Global("index", "b")}); }},
    {"ThroughputOutOfBounds",
     "Given value 1000000000001 for WriteCapacityUnits is out of bounds for index index",
     [] {
       return WithGlobals(ProvisionedTable("table", "a b", "a #b"),
                          {Provisioned(Global("index", "b"), {1, 1'000'000'000'001})});
     }},
};
INSTANTIATE_TEST_SUITE_P(GlobalIndexes, CreateTableRefuses, testing::ValuesIn(kGlobalIndexes),
                         NameOfRefusal);

const Refusal kSettings[] = {
    {"ThroughputOnDemand",
     kInvalid +
         "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
         "is PAY_PER_REQUEST",
     [] { return Changed([](auto& request) { request.provisioned_throughput = kOne; }); }},
    {"NoThroughputProvisioned",
     kInvalid + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode "
                "is PROVISIONED",
     [] { return Changed([](auto& request) { request.billing_mode.reset(); }); }},
    {"ThroughputOutOfBounds", "Given value 1000000000001 for ReadCapacityUnits is out of bounds",
     [] {
       CreateTableRequest request = ProvisionedTable("table", "a", "a");
       request.provisioned_throughput = {1'000'000'000'001, 1};
       return request;
     }},
    {"StreamOffWithView",
     kInvalid + "Table is being created with a stream disabled, UpdateViewType should not be "
                "specified",
     [] {
       return Changed([](auto& request) {
         request.stream_specification = {false, StreamViewType::kNewImage};
       });
     }},
    {"Aes256", kInvalid + "SSEType AES256 is not supported",
     [] {
       return Changed([](auto& request) {
         request.sse_specification = {true, SseType::kAes256, std::nullopt};
       });
     }},
    {"KeyWithoutType", kInvalid + "SSEType KMS is required if KMSMasterKeyId is specified",
     [] {
       return Changed([](auto& request) {
         request.sse_specification = {true, std::nullopt, "key"};
       });
     }},
    {"TooManyTags", "Number of Tags exceed the current limit for the provided ResourceArn",
     [] {
       return Changed([](auto& request) {
         request.tags.emplace();
         for (const std::string& key : Names(51)) request.tags->push_back({key, ""});
       });
     }},
    {"OneTagTwice", "Duplicate Tag Keys provided as input: Duplicate Tag Key found a",
     [] {
       return Changed([](auto& request) {
         request.tags = std::vector<Tag>{{"a", "1"}, {"a", "1"}};
       });
     }},
    {"MaximumOfZero",
     kInvalid +
         "Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid "
         "range",
     [] { return Changed([](auto& request) {
            request.on_demand_throughput = {0, 5};
          }); }},
    {"MaximumOfProvisioned",
     kInvalid + "MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table "
                "BillingMode is PROVISIONED.",
     [] {
       CreateTableRequest request = ProvisionedTable("table", "a", "a");
       request.on_demand_throughput = {std::nullopt, 5};
       return request;
     }},
};
INSTANTIATE_TEST_SUITE_P(Settings, CreateTableRefuses, testing::ValuesIn(kSettings), NameOfRefusal);

const Refusal kOrder[] = {
    {"BillingBeforeKeys",
     kInvalid +
         "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode "
         "is PAY_PER_REQUEST",
     [] {
       CreateTableRequest request = Plain("a", "b");
       request.provisioned_throughput = kOne;
       return request;
     }},
    {"KeysBeforeMissingThroughput",
     kInvalid + "Some index key attributes are not defined in AttributeDefinitions. Keys: [b], "
                "AttributeDefinitions: [a]",
     [] {
       CreateTableRequest request = Plain("a", "b");
       request.billing_mode.reset();
       return request;
     }},
    {"ProjectionBeforeThroughput", kInvalid + "Unknown ProjectionType: null",
     [] { return WithGlobal(Provisioned(Global("index", "b", {}), kOne)); }},
    {"LocalBeforeGlobal",
     kInvalid + "Table KeySchema does not have a range key, which is required when specifying a "
                "LocalSecondaryIndex",
     [] {
       return WithGlobals(WithLocals(Plain("a b", "a"), {Local("local", "a #b")}),
                          {Global("index", "#b")});
     }},
    {"NamesBeforeUnused", kInvalid + "Duplicate index name: index",
     [] {
       return WithGlobals(Plain("a b c d", "a #b"), {Global("index", "c"), Global("index", "c")});
     }},
    {"StreamBeforeMissingThroughput",
     kInvalid + "Table is being created with a stream disabled, UpdateViewType should not be "
                "specified",
     [] {
       return Changed([](auto& request) {
         request.billing_mode.reset();
         request.stream_specification = {false, StreamViewType::kNewImage};
       });
     }},
};
INSTANTIATE_TEST_SUITE_P(Order, CreateTableRefuses, testing::ValuesIn(kOrder), NameOfRefusal);

}  // namespace basalt::tables_create_test
