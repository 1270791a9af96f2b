#include "engine/catalog/table_operations.h"

#include <utility>
#include <vector>

#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/catalog/table_reference.h"
#include "model/limits.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/tables.h"

namespace basalt {
namespace {

Status CheckDeletable(const Table& table) {
  if (table.description.deletion_protection_enabled) {
    return ValidationError(
        "Resource cannot be deleted as it is currently protected against deletion. Disable "
        "deletion protection first.");
  }
  if (auto idle = CheckNotInUse(table); !idle) return idle;
  if (table.index_transitions.empty()) return Done{};
  return InUse("Cannot delete table while indexes are being created, updated, or deleted.");
}

Result<WriteSet> DropAllRows(Store& store, const TableSchema& schema) {
  std::vector<DroppedRows> all{{Family::kItems, schema.id}, {Family::kExpiry, schema.id}};
  for (const IndexSchema& index : schema.indexes) all.push_back({Family::kIndex, index.id});
  WriteSet writes(store);
  for (const DroppedRows& rows : all) {
    if (auto staged = StageDrop(store, rows, writes); !staged) return staged.error();
  }
  writes.Erase(Family::kCatalog, CountersKey(schema.id));
  return writes;
}

// What is left of the table, empty and without its settings, until its name is free.
Table Deleted(const Table& table, const StateEnds& ends) {
  TableDescription description = table.description;
  description.table_status = TableStatus::kDeleting;
  const IndexIds index_ids = IndexIdsOf(table.schema);
  Table deleted = MakeTable(std::move(description), {}, table.schema.id, index_ids);
  deleted.gate = table.gate;
  deleted.transition = {.until = ends.table, .throughput = std::nullopt};
  return deleted;
}

}  // namespace

Result<std::shared_ptr<const Table>> FindTableToManage(const Catalog& catalog,
                                                       const std::string& table_name) {
  if (auto table = catalog.Find(table_name)) return table;
  return Error{.code = ErrorCode::kResourceNotFound,
               .message = "Requested resource not found: Table: " + table_name + " not found"};
}

Result<std::shared_ptr<const Table>> FindTableToChange(const Catalog& catalog,
                                                       const std::string& table_name) {
  auto table = FindTableToManage(catalog, table_name);
  if (!table) return table;
  if (auto idle = CheckNotInUse(**table); !idle) return idle.error();
  return table;
}

Result<DescribeTableResponse> TableOperations::Describe(const DescribeTableRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindTableToManage(catalog_, *name);
  if (!table) return table.error();
  return DescribeTableResponse{DescribeNow(**table)};
}

Result<ListTablesResponse> TableOperations::List(const ListTablesRequest& request) const {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();

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

  const TableLock lock = catalog_.LockTable(*name);
  const auto found = FindTableToManage(catalog_, *name);
  if (!found) return found.error();
  const Table& table = **found;
  if (table.description.table_status == TableStatus::kDeleting) {
    return DeleteTableResponse{DescribeNow(table)};
  }
  if (auto deletable = CheckDeletable(table); !deletable) return deletable.error();

  DeleteTableResponse response{DescribeNow(table)};
  response.table.table_status = TableStatus::kDeleting;
  auto deleted = std::make_shared<const Table>(Deleted(table, catalog_.StateEndsOf(clock_.Now())));
  auto writes = DropAllRows(store_, table.schema);
  if (!writes) return writes.error();
  auto done = catalog_.Replace(std::move(deleted), *std::move(writes));
  if (!done) return done.error();
  return response;
}

}  // namespace basalt
