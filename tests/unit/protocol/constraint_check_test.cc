// Constraints of the service model, for programs: the same words as for JSON.
#include "protocol/constraint_check.h"

#include <gtest/gtest.h>

#include <string>

#include "protocol/operations.h"

namespace basalt::protocol {
namespace {

template <typename Request>
std::string MessageOf(const Request& request) {
  const Status checked = CheckConstraints(request);
  return checked ? "" : checked.error().message;
}

CreateTableRequest TableOf(std::string name) {
  CreateTableRequest request;
  request.table_name = std::move(name);
  request.attribute_definitions = {{"id", ScalarAttributeType::kS}};
  request.key_schema = {{"id", KeyType::kHash}};
  return request;
}

TEST(Constraints, OfASoundRequestAreMet) { EXPECT_EQ(MessageOf(TableOf("notes")), ""); }

TEST(Constraints, ThatAreViolatedAreToldTogether) {
  CreateTableRequest request = TableOf("n!");
  request.key_schema = {{"", KeyType::kHash}, {"b", KeyType::kRange}, {"c", KeyType::kRange}};
  EXPECT_EQ(MessageOf(request),
            "4 validation errors detected: Value 'n!' at 'tableName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value 'n!' at "
            "'tableName' failed to satisfy constraint: Member must have length greater than or "
            "equal to 3; Value '[KeySchemaElement(attributeName=, keyType=HASH), "
            "KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, "
            "keyType=RANGE)]' at 'keySchema' failed to satisfy constraint: Member must have length "
            "less than or equal to 2; Value '' at 'keySchema.1.member.attributeName' failed to "
            "satisfy constraint: Member must have length greater than or equal to 1");
}

TEST(Constraints, ReachElementsOfLists) {
  CreateTableRequest request = TableOf("notes");
  GlobalSecondaryIndex index;
  index.index_name = "by-id";
  index.key_schema = {{"id", KeyType::kHash}};
  index.projection.non_key_attributes = {"a", ""};
  request.global_secondary_indexes = {index};
  EXPECT_EQ(MessageOf(request),
            "1 validation error detected: Value '' at "
            "'globalSecondaryIndexes.1.member.projection.nonKeyAttributes.2.member' failed to "
            "satisfy constraint: Member must have length greater than or equal to 1");
}

// Of three bytes each, and one UTF-16 unit; and of four bytes, and two.
TEST(Constraints, CountAsJavaDoes) {
  std::string key;
  for (int i = 0; i < 128; ++i) key += "\u6F22";
  TagResourceRequest request{.resource_arn = "arn", .tags = {{key, ""}}};
  EXPECT_EQ(MessageOf(request), "");
  request.tags[0].key += "\U0001F600";
  EXPECT_TRUE(
      MessageOf(request).ends_with("'tags.1.member.key' failed to satisfy constraint: "
                                   "Member must have length less than or equal to 128"));
}

TEST(Constraints, OfTheFrontEndAreToldAlone) {
  QueryRequest request;
  request.table_name = "notes";
  request.index_name = "i";
  request.limit = 0;
  EXPECT_EQ(MessageOf(request),
            "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member "
            "must have value greater than or equal to 1");
}

TEST(Constraints, LookIntoTheOneOfSeveralThatIsGiven) {
  UpdateTableRequest request;
  request.table_name = "notes";
  request.global_secondary_index_updates = {DeleteGlobalSecondaryIndex{.index_name = "x"}};
  EXPECT_EQ(MessageOf(request),
            "1 validation error detected: Value 'x' at "
            "'globalSecondaryIndexUpdates.1.member.delete.indexName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 3");
}

TEST(Constraints, AreListedTenAtMost) {
  TagResourceRequest request{.resource_arn = "arn", .tags = {}};
  for (int i = 0; i < 30; ++i) request.tags.push_back({"", ""});
  EXPECT_TRUE(MessageOf(request).starts_with("10 validation errors detected: "));
}

}  // namespace
}  // namespace basalt::protocol
