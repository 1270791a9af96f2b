// The requests of transactions: the checks AWS makes before it looks at their tables, what their
// actions come to, and how they are cancelled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "basalt/error.h"
#include "basalt/transaction_requests.h"
#include "engine/catalog/table.h"
#include "engine/items/item_writer.h"
#include "engine/items/write_request.h"

namespace basalt {

// One action of a write transaction, checked and bound. Borrows the request.
struct BoundAction {
  const TransactAction* parameters;
  const RequestItem* subject;  // The item or the key.
  BoundWrite bound;
  Result<PlannedWrite> (*plan)(const Table& table, ItemView subject, const BoundWrite& bound);
};

// All values are looked at before the first expression. Errors: kValidation.
Result<std::vector<BoundAction>> BindActions(const TransactWriteItemsRequest& request);

// AWS's refusal of a transaction of more than so many bytes, whether written or read.
Error TransactionTooLarge();
// Of one that names an item twice.
Error TransactionNamesItemTwice();
// Of one with no action, or with more than 100. REQUIRES: it has no action or more than 100.
Error BadTransactionLength(std::size_t actions);

// Why the actions of a transaction do not let it be done, one reason an action. A value.
class Cancellation {
 public:
  explicit Cancellation(std::size_t actions) : reasons_(actions) {}

  // Puts the action's error into the words of a reason.
  void Add(std::size_t action, const Error& error);

  bool empty() const { return empty_; }
  Error ToError() &&;  // REQUIRES: !empty().

 private:
  std::vector<CancellationReason> reasons_;
  bool empty_ = true;
};

}  // namespace basalt
