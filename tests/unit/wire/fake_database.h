// A database that refuses everything, for tests of what stands in front of one.
#pragma once

#include "basalt/database.h"

namespace basalt::wire {

class FakeDatabase : public Database {
 public:
  Result<CreateTableResponse> CreateTable(const CreateTableRequest&) override { return refusal(); }
  Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest&) override {
    return refusal();
  }
  Result<ListTablesResponse> ListTables(const ListTablesRequest&) override { return refusal(); }
  Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest&) override { return refusal(); }
  Result<DeleteTableResponse> DeleteTable(const DeleteTableRequest&) override { return refusal(); }
  Result<DescribeLimitsResponse> DescribeLimits() override { return refusal(); }
  Result<GetItemResponse> GetItem(const GetItemRequest&) override { return refusal(); }
  Result<PutItemResponse> PutItem(const PutItemRequest&) override { return refusal(); }
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest&) override { return refusal(); }
  Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest&) override { return refusal(); }
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest&) override {
    return refusal();
  }
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest&) override {
    return refusal();
  }
  Result<QueryResponse> Query(const QueryRequest&) override { return refusal(); }
  Result<ScanResponse> Scan(const ScanRequest&) override { return refusal(); }
  Result<TransactWriteItemsResponse> TransactWriteItems(const TransactWriteItemsRequest&) override {
    return refusal();
  }
  Result<TransactGetItemsResponse> TransactGetItems(const TransactGetItemsRequest&) override {
    return refusal();
  }

 private:
  static Error refusal() { return ValidationError("the fake database refuses everything"); }
};

}  // namespace basalt::wire
