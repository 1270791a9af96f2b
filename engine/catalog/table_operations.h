// CreateTable, DescribeTable, ListTables, UpdateTable, DeleteTable.
//
// A change is done when its call returns: what the reply still calls CREATING, UPDATING or
// DELETING, as AWS would, the next DescribeTable shows as it has become. Thread-safe.
#pragma once

#include <functional>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "basalt/table_requests.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

// The rows of a new index: what of them is still to be committed, and how many they are.
struct BuiltIndex {
  WriteSet rest;
  CounterDelta size;
};

// Builds the rows of a new index of a table that has items. Called with the gate held exclusively;
// may commit parts, as Catalog::StageBuilding says. Errors: kInternal.
using IndexBuilder =
    std::function<Result<BuiltIndex>(const Table& table, const IndexSchema& index)>;

class TableOperations {
 public:
  // All must outlive this.
  TableOperations(Store& store, Catalog& catalog, const Clock& clock, IndexBuilder build_index)
      : store_(store), catalog_(catalog), clock_(clock), build_index_(std::move(build_index)) {}

  // Errors of all: those of Database.
  Result<CreateTableResponse> Create(const CreateTableRequest& request);
  Result<DescribeTableResponse> Describe(const DescribeTableRequest& request) const;
  Result<ListTablesResponse> List(const ListTablesRequest& request) const;
  Result<UpdateTableResponse> Update(const UpdateTableRequest& request);
  Result<DeleteTableResponse> Delete(const DeleteTableRequest& request);

 private:
  TableDescription DescribeNew(const CreateTableRequest& request) const;

  Store& store_;
  Catalog& catalog_;
  const Clock& clock_;
  const IndexBuilder build_index_;
};

// As descriptions show an index of a table in that mode.
GlobalSecondaryIndexDescription DescribeGlobalIndex(const GlobalSecondaryIndex& index,
                                                    BillingMode mode);

// Errors: kResourceNotFound, in the words of the table operations.
Result<std::shared_ptr<const Table>> FindTableToManage(const Catalog& catalog,
                                                       const std::string& table_name);

}  // namespace basalt
