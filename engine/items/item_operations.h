// The operations on items: GetItem, PutItem, UpdateItem, DeleteItem, BatchGetItem, BatchWriteItem.
#pragma once

#include <optional>
#include <string>

#include "basalt/batch_requests.h"
#include "basalt/item_requests.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/items/item_writer.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/streams/streams.h"

namespace basalt {

// Checks come in AWS's order: the request by itself, the table, the key against the schema, the
// item. Borrows all; they must outlive it. Thread-safe.
// Errors of all: kValidation, kResourceNotFound, kInternal; kConditionalCheckFailed of those that
// take a condition.
class ItemOperations {
 public:
  ItemOperations(Store& store, Catalog& catalog, KeyLocks& locks, Streams& streams)
      : store_(store), catalog_(catalog), locks_(locks), writer_(store, locks, streams) {}

  Result<GetItemResponse> GetItem(const GetItemRequest& request) const;
  Result<PutItemResponse> PutItem(const PutItemRequest& request);
  Result<UpdateItemResponse> UpdateItem(const UpdateItemRequest& request);
  Result<DeleteItemResponse> DeleteItem(const DeleteItemRequest& request);

  // All items from one snapshot, in the request's order.
  Result<BatchGetItemResponse> BatchGetItem(const BatchGetItemRequest& request) const;

  // All in one commit, though AWS does not promise it; so nothing is ever left unprocessed.
  Result<BatchWriteItemResponse> BatchWriteItem(const BatchWriteItemRequest& request);

 private:
  Result<std::optional<PinnedValue>> ReadItem(const std::string& row_key) const;

  const Store& store_;
  Catalog& catalog_;
  const KeyLocks& locks_;
  ItemWriter writer_;
};

}  // namespace basalt
