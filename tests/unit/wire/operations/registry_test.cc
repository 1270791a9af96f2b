#include "wire/operations/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "wire/operations/missing_operations.h"

namespace basalt::wire {
namespace {

// The operations of DynamoDB's service model (2012-08-10).
constexpr std::string_view kServiceModelOperations[] = {
    "BatchExecuteStatement",
    "BatchGetItem",
    "BatchWriteItem",
    "CreateBackup",
    "CreateGlobalTable",
    "CreateTable",
    "DeleteBackup",
    "DeleteItem",
    "DeleteResourcePolicy",
    "DeleteTable",
    "DescribeBackup",
    "DescribeContinuousBackups",
    "DescribeContributorInsights",
    "DescribeEndpoints",
    "DescribeExport",
    "DescribeGlobalTable",
    "DescribeGlobalTableSettings",
    "DescribeImport",
    "DescribeKinesisStreamingDestination",
    "DescribeLimits",
    "DescribeTable",
    "DescribeTableReplicaAutoScaling",
    "DescribeTimeToLive",
    "DisableKinesisStreamingDestination",
    "EnableKinesisStreamingDestination",
    "ExecuteStatement",
    "ExecuteTransaction",
    "ExportTableToPointInTime",
    "GetItem",
    "GetResourcePolicy",
    "ImportTable",
    "ListBackups",
    "ListContributorInsights",
    "ListExports",
    "ListGlobalTables",
    "ListImports",
    "ListTables",
    "ListTagsOfResource",
    "PutItem",
    "PutResourcePolicy",
    "Query",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
    "Scan",
    "TagResource",
    "TransactGetItems",
    "TransactWriteItems",
    "UntagResource",
    "UpdateContinuousBackups",
    "UpdateContributorInsights",
    "UpdateGlobalTable",
    "UpdateGlobalTableSettings",
    "UpdateItem",
    "UpdateKinesisStreamingDestination",
    "UpdateTable",
    "UpdateTableReplicaAutoScaling",
    "UpdateTimeToLive",
};

TEST(Registry, LacksTheseOperationsOfTheServiceModel) {
  std::vector<std::string_view> lacking;
  for (const std::string_view name : kServiceModelOperations) {
    if (FindOperation(name) == nullptr) lacking.push_back(name);
  }

  for (const std::string_view name : lacking) std::cout << "lacking: " << name << "\n";
  EXPECT_THAT(
      lacking,
      testing::ElementsAre(
          "BatchExecuteStatement", "CreateBackup", "CreateGlobalTable", "DeleteBackup",
          "DescribeBackup", "DescribeExport", "DescribeGlobalTable", "DescribeGlobalTableSettings",
          "DescribeImport", "DescribeTableReplicaAutoScaling", "ExecuteStatement",
          "ExecuteTransaction", "ExportTableToPointInTime", "ImportTable", "ListBackups",
          "ListExports", "ListGlobalTables", "ListImports", "RestoreTableFromBackup",
          "RestoreTableToPointInTime", "UpdateGlobalTable", "UpdateGlobalTableSettings",
          "UpdateTableReplicaAutoScaling"));
}

TEST(Registry, SaysOfThoseThatItLacksThatItDoes) {
  std::vector<std::string_view> lacking;
  for (const std::string_view name : kServiceModelOperations) {
    if (FindOperation(name) == nullptr) lacking.push_back(name);
  }
  EXPECT_THAT(MissingOperations(), testing::ElementsAreArray(lacking));
  EXPECT_EQ(TextOfMissingOperation("DynamoDB_20120810.ExecuteStatement"),
            "ExecuteStatement is not implemented by Basalt (docs/parity.md lists what is)");
  for (const char* target : {"", "DynamoDB_20120810.Nothing",
                             "DynamoDBStreams_20120810.ListBackups", "ExecuteStatement"}) {
    EXPECT_EQ(TextOfMissingOperation(target), "") << target;
  }
}

TEST(Registry, FindsEachOperationByItsName) {
  for (const Operation& operation : Operations()) {
    EXPECT_EQ(FindOperation(operation.name), &operation) << operation.name;
  }
  for (const char* name : {"", "putitem", "PutItem ", "Z"}) {
    EXPECT_EQ(FindOperation(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace basalt::wire
