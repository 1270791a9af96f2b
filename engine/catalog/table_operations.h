// CreateTable, DescribeTable, ListTables, UpdateTable, DeleteTable.
//
// A change is done when its call returns, but for the rows of a new index of a large table. The
// reply calls it CREATING, UPDATING or DELETING, as AWS would, and so do descriptions for as long
// as the database is told to (table_states.h). Thread-safe.
#pragma once

#include <functional>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "basalt/table_requests.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"

namespace basalt {

// Sees to the rows of a table's indexes that are backfilling: those of a small table are there, and
// the indexes active, when it returns; of others, that happens later. Called without the table's
// lock.
using IndexBackfiller = std::function<void(const std::string& table_name)>;

class TableOperations {
 public:
  // All must outlive this.
  TableOperations(Store& store, Catalog& catalog, const Clock& clock, IndexBackfiller backfill)
      : store_(store), catalog_(catalog), clock_(clock), backfill_(std::move(backfill)) {}

  // Errors of all: those of Database.
  Result<CreateTableResponse> Create(const CreateTableRequest& request);
  Result<DescribeTableResponse> Describe(const DescribeTableRequest& request) const;
  Result<ListTablesResponse> List(const ListTablesRequest& request) const;
  Result<UpdateTableResponse> Update(const UpdateTableRequest& request);
  Result<DeleteTableResponse> Delete(const DeleteTableRequest& request);

 private:
  TableDescription DescribeNew(const CreateTableRequest& request) const;
  Result<UpdateTableResponse> UpdateNow(const std::string& name, const UpdateTableRequest& request);

  Store& store_;
  Catalog& catalog_;
  const Clock& clock_;
  const IndexBackfiller backfill_;
};

// As descriptions show an index of a table in that mode.
GlobalSecondaryIndexDescription DescribeGlobalIndex(const GlobalSecondaryIndex& index,
                                                    BillingMode mode);

// Errors: kResourceNotFound, in the words of the table operations.
Result<std::shared_ptr<const Table>> FindTableToManage(const Catalog& catalog,
                                                       const std::string& table_name);

// Errors: also kResourceInUse, while the table is being created, updated or deleted.
Result<std::shared_ptr<const Table>> FindTableToChange(const Catalog& catalog,
                                                       const std::string& table_name);

}  // namespace basalt
