// Query and Scan, on tables and on their secondary indexes.
#pragma once

#include "basalt/query_requests.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"

namespace basalt {

// Each call reads one page from one snapshot, so that a page never shows half of a write. Checks
// come in AWS's order: the request by itself, the table, the index, the key condition and the
// starting key against the schema. Borrows both; they must outlive it. Thread-safe.
class QueryOperations {
 public:
  QueryOperations(const Store& store, const Catalog& catalog) : store_(store), catalog_(catalog) {}

  // One partition, in order of the sort key. Errors: kValidation, kResourceNotFound, kInternal.
  Result<QueryResponse> Query(const QueryRequest& request) const;

  // Everything, partitions in order of their hashes. Errors: as Query's.
  Result<ScanResponse> Scan(const ScanRequest& request) const;

 private:
  const Store& store_;
  const Catalog& catalog_;
};

}  // namespace basalt
