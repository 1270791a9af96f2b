// A database that remembers what it was asked, and answers what the test says.
#pragma once

#include "tests/unit/wire/fake_database.h"

namespace basalt::wire {

class RecordingDatabase : public FakeDatabase {
 public:
  template <typename Request, typename Response>
  struct Exchange {
    Request request;
    Response response;
    int calls = 0;

    Result<Response> Record(const Request& asked) {
      request = asked;
      ++calls;
      return response;
    }
  };

  Result<CreateTableResponse> CreateTable(const CreateTableRequest& request) override {
    return create_table.Record(request);
  }
  Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest& request) override {
    return describe_table.Record(request);
  }
  Result<ListTablesResponse> ListTables(const ListTablesRequest& request) override {
    return list_tables.Record(request);
  }
  Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest& request) override {
    return update_table.Record(request);
  }
  Result<DescribeLimitsResponse> DescribeLimits() override { return DescribeLimitsResponse(); }
  Result<GetItemResponse> GetItem(const GetItemRequest& request) override {
    return get_item.Record(request);
  }
  Result<PutItemResponse> PutItem(const PutItemRequest& request) override {
    return put_item.Record(request);
  }
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest& request) override {
    return update_item.Record(request);
  }
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request) override {
    return batch_get_item.Record(request);
  }
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request) override {
    return batch_write_item.Record(request);
  }
  Result<QueryResponse> Query(const QueryRequest& request) override {
    return query.Record(request);
  }
  Result<ScanResponse> Scan(const ScanRequest& request) override { return scan.Record(request); }
  Result<TransactWriteItemsResponse> TransactWriteItems(
      const TransactWriteItemsRequest& request) override {
    return transact_write_items.Record(request);
  }
  Result<TransactGetItemsResponse> TransactGetItems(
      const TransactGetItemsRequest& request) override {
    return transact_get_items.Record(request);
  }

  Exchange<CreateTableRequest, CreateTableResponse> create_table;
  Exchange<DescribeTableRequest, DescribeTableResponse> describe_table;
  Exchange<ListTablesRequest, ListTablesResponse> list_tables;
  Exchange<UpdateTableRequest, UpdateTableResponse> update_table;
  Exchange<GetItemRequest, GetItemResponse> get_item;
  Exchange<PutItemRequest, PutItemResponse> put_item;
  Exchange<UpdateItemRequest, UpdateItemResponse> update_item;
  Exchange<BatchGetItemRequest, BatchGetItemResponse> batch_get_item;
  Exchange<BatchWriteItemRequest, BatchWriteItemResponse> batch_write_item;
  Exchange<QueryRequest, QueryResponse> query;
  Exchange<ScanRequest, ScanResponse> scan;
  Exchange<TransactWriteItemsRequest, TransactWriteItemsResponse> transact_write_items;
  Exchange<TransactGetItemsRequest, TransactGetItemsResponse> transact_get_items;
};

}  // namespace basalt::wire
