// Update expressions: parsed, bound, and applied to an item, giving a new item.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "expr/placeholders.h"

namespace basalt {

struct UpdateActions;  // update_tree.h

// A bound update. Immutable; borrows the values of the request it was bound with.
class Update {
 public:
  explicit Update(std::shared_ptr<const UpdateActions> actions) : actions_(std::move(actions)) {}
  const UpdateActions& actions() const { return *actions_; }
  bool is_legacy() const;  // Made of AttributeUpdates.

 private:
  std::shared_ptr<const UpdateActions> actions_;
};

// Errors: kValidation with AWS's texts ("Invalid UpdateExpression: ...").
Result<Update> ParseUpdate(std::string_view text, Placeholders& placeholders);

// The item after the update. `before` is the item as it is, or just its key where there is none;
// every operand is read from it, none sees another action's effect.
// Errors: kValidation where the item does not fit ("The document path provided in the update
// expression is invalid for update", ...).
Result<EncodedItem> ApplyUpdate(const Update& update, ItemView before);

// What UPDATED_OLD or UPDATED_NEW answers: of `item` (the one before or after), the parts that the
// update's paths lead to. Paths that lead nowhere are left out.
EncodedItem UpdatedAttributes(const Update& update, ItemView item);

// The top-level attributes it writes: to refuse those of the key.
std::set<std::string, std::less<>> AttributesWritten(const Update& update);

}  // namespace basalt
