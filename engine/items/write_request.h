// Conditional writes as requests ask for them: the checks AWS makes before it looks at the table,
// and the expressions they leave behind.
#pragma once

#include <optional>
#include <string>

#include "basalt/item_requests.h"
#include "basalt/result.h"
#include "expr/condition/condition.h"
#include "expr/placeholders.h"
#include "expr/update/update.h"

namespace basalt {

// What a write's expressions, or the legacy parameters in their place, come to. Borrows the values
// of the request.
struct BoundWrite {
  std::optional<Condition> condition;
  std::optional<Update> update;  // Of an UpdateItem only, and absent there if it changes nothing.
};

// In AWS's order: faulty values, parameters that exclude each other, placeholders, expressions,
// ReturnValues, unused placeholders, legacy parameters, the size of the item. Errors: kValidation.
Result<BoundWrite> BindPutItem(const PutItemRequest& request);
Result<BoundWrite> BindUpdateItem(const UpdateItemRequest& request);
Result<BoundWrite> BindDeleteItem(const DeleteItemRequest& request);

// The part of these that writes in a transaction share. A null expression is not there.
// Errors: kValidation.
Result<BoundWrite> ParseExpressions(const std::string* update, const std::string* condition,
                                    Placeholders& placeholders);

// An item to be put weighs 400 KB at most. Errors: kValidation.
Status CheckItemSize(ItemView item);

// What an update says of an item, or of itself, that weighs more.
Error UpdateTooLarge();

}  // namespace basalt
