// The operations on many items at once, all or nothing: TransactWriteItems, TransactGetItems.
#pragma once

#include <string>
#include <vector>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "basalt/transaction_requests.h"
#include "engine/catalog/catalog.h"
#include "engine/items/item_writer.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/streams/streams.h"

namespace basalt {

// Both are serializable against every other operation. Transactions wait for each other instead of
// failing with TransactionConflictException. Borrows all; they must outlive it. Thread-safe.
// Errors of both: kValidation, kResourceNotFound, kTransactionCanceled, kInternal.
class TransactionOperations {
 public:
  TransactionOperations(Store& store, Catalog& catalog, KeyLocks& locks, Streams& streams,
                        const Clock& clock)
      : store_(store), catalog_(catalog), clock_(clock), writer_(store, locks, streams) {}

  // A request whose token was used for it within ten minutes is answered without being done again,
  // and costs reading its items. Errors: also kIdempotentParameterMismatch.
  Result<TransactWriteItemsResponse> TransactWriteItems(const TransactWriteItemsRequest& request);

  // All items as they were at one moment.
  Result<TransactGetItemsResponse> TransactGetItems(const TransactGetItemsRequest& request) const;

 private:
  static constexpr std::size_t kTokenStripes = 256;

  const Store& store_;
  Catalog& catalog_;
  const Clock& clock_;
  ItemWriter writer_;
  // Taken before those of items: one token is in use once at a time.
  KeyLocks token_locks_{kTokenStripes};
};

}  // namespace basalt
