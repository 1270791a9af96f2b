// Conditions and filters: parsed, bound to a request's names and values, and evaluated on views.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "basalt/item_view.h"
#include "basalt/result.h"
#include "expr/placeholders.h"

namespace basalt {

struct ConditionNode;  // condition_tree.h

// A bound condition. Immutable; borrows the values of the request it was bound with.
class Condition {
 public:
  explicit Condition(std::shared_ptr<const ConditionNode> root) : root_(std::move(root)) {}
  const ConditionNode& root() const { return *root_; }

 private:
  std::shared_ptr<const ConditionNode> root_;
};

enum class ConditionKind { kCondition, kFilter };  // ConditionExpression or FilterExpression.

// Errors: kValidation with AWS's texts ("Invalid ConditionExpression: ...").
Result<Condition> ParseCondition(std::string_view text, ConditionKind kind,
                                 Placeholders& placeholders);

// Whether the condition holds for an item. An absent item is one without attributes.
bool Holds(const Condition& condition, ItemView item);

// The top-level attributes it looks at.
std::set<std::string, std::less<>> AttributesOf(const Condition& condition);

}  // namespace basalt
