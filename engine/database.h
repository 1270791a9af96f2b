// The embedded database: the one place that puts the parts of the engine together.
#pragma once

#include <memory>

#include "basalt/database.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/table_operations.h"
#include "engine/items/item_operations.h"
#include "engine/query/query_operations.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/transactions/transaction_operations.h"

namespace basalt {

class DatabaseImpl final : public Database {
 public:
  // REQUIRES: `catalog` is that of `store`, without leftovers.
  DatabaseImpl(std::unique_ptr<Store> store, std::unique_ptr<Catalog> catalog, const Clock& clock);

  Result<CreateTableResponse> CreateTable(const CreateTableRequest& request) override;
  Result<DescribeTableResponse> DescribeTable(const DescribeTableRequest& request) override;
  Result<ListTablesResponse> ListTables(const ListTablesRequest& request) override;
  Result<UpdateTableResponse> UpdateTable(const UpdateTableRequest& request) override;
  Result<DeleteTableResponse> DeleteTable(const DeleteTableRequest& request) override;
  Result<DescribeLimitsResponse> DescribeLimits() override;

  Result<GetItemResponse> GetItem(const GetItemRequest& request) override;
  Result<PutItemResponse> PutItem(const PutItemRequest& request) override;
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest& request) override;
  Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest& request) override;
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request) override;
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request) override;

  Result<QueryResponse> Query(const QueryRequest& request) override;
  Result<ScanResponse> Scan(const ScanRequest& request) override;

  Result<TransactWriteItemsResponse> TransactWriteItems(
      const TransactWriteItemsRequest& request) override;
  Result<TransactGetItemsResponse> TransactGetItems(
      const TransactGetItemsRequest& request) override;

 private:
  std::unique_ptr<Store> store_;  // First: everything else borrows it, and goes before it.
  std::unique_ptr<Catalog> catalog_;
  KeyLocks locks_;
  TableOperations tables_;
  ItemOperations items_;
  QueryOperations queries_;
  TransactionOperations transactions_;
};

}  // namespace basalt
