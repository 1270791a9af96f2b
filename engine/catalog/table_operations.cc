#include "engine/catalog/table_operations.h"

#include <mutex>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/table_constraints.h"
#include "model/limits.h"

namespace basalt {

Result<std::shared_ptr<const Table>> FindTableToManage(const Catalog& catalog,
                                                       const std::string& table_name) {
  if (auto table = catalog.Find(table_name)) return table;
  return Error{.code = ErrorCode::kResourceNotFound,
               .message = "Requested resource not found: Table: " + table_name + " not found"};
}

Result<DescribeTableResponse> TableOperations::Describe(const DescribeTableRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindTableToManage(catalog_, *name);
  if (!table) return table.error();
  return DescribeTableResponse{DescribeNow(**table)};
}

Result<ListTablesResponse> TableOperations::List(const ListTablesRequest& request) const {
  if (auto fine = CheckConstraints(request); !fine) return fine.error();

  const auto limit = static_cast<std::size_t>(request.limit.value_or(kListTablesMax));
  ListTablesResponse response;
  response.table_names =
      catalog_.NamesAfter(request.exclusive_start_table_name.value_or(""), limit + 1);
  if (response.table_names.size() > limit) {
    response.table_names.pop_back();
    response.last_evaluated_table_name = response.table_names.back();
  }
  return response;
}

Result<DeleteTableResponse> TableOperations::Delete(const DeleteTableRequest& request) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();

  const std::unique_lock gate(catalog_.gate());
  const auto table = FindTableToManage(catalog_, *name);
  if (!table) return table.error();
  if ((*table)->description.deletion_protection_enabled) {
    return ValidationError(
        "Resource cannot be deleted as it is currently protected against deletion. Disable "
        "deletion protection first.");
  }
  if (!(*table)->backfilling_indexes.empty()) {
    return Error{.code = ErrorCode::kResourceInUse,
                 .message =
                     "Attempt to change a resource which is still in use: Table is being "
                     "updated: " +
                     *name};
  }
  TableDescription description = DescribeNow(**table);
  const TableSchema& schema = (*table)->schema;

  WriteSet writes(store_);
  writes.EraseRange(Family::kItems, RowsOf(schema.id));
  for (const IndexSchema& index : schema.indexes) {
    writes.EraseRange(Family::kIndex, RowsOf(index.id));
    writes.Erase(Family::kCatalog, BackfillKey(index.id));
  }
  writes.EraseRange(Family::kExpiry, RowsOf(schema.id));
  writes.Erase(Family::kCatalog, CountersKey(schema.id));
  if (auto done = catalog_.Remove(*name, std::move(writes)); !done) return done.error();

  description.table_status = TableStatus::kDeleting;
  return DeleteTableResponse{std::move(description)};
}

}  // namespace basalt
