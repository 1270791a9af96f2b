#include "engine/transactions/transact_request.h"

#include <cstddef>
#include <memory>
#include <utility>
#include <variant>

#include "engine/items/request_checks.h"
#include "engine/items/write_plan.h"
#include "expr/placeholders.h"
#include "model/limits.h"

namespace basalt {
namespace {

// An action's values: the item or the key, then those of its expressions.
Status CheckValues(const TransactAction& action, const RequestItem& subject, bool has_expression) {
  if (subject.fault) return *subject.fault;
  const RequestItem* values = PointerTo(action.expression_attribute_values);
  if (!values || !values->fault) return Done{};
  if (!has_expression) return FaultOfPlaceholder(*values);
  return Placeholders(nullptr, values).Check();
}

// An action's expressions, read and bound. `update` is null where it is no update. Names and values
// that come with no expression are let pass, unlike in the operations on one item.
// Source: ExtendDB/extenddb#169, measured on AWS.
Result<BoundWrite> BindExpressions(const TransactAction& action, const std::string* update) {
  const RequestItem* values = PointerTo(action.expression_attribute_values);
  if (update == nullptr && !action.condition_expression) return BoundWrite{};
  Placeholders placeholders(PointerTo(action.expression_attribute_names), values);
  if (auto sound = placeholders.Check(); !sound) return std::move(sound).error();
  auto bound = ParseExpressions(update, PointerTo(action.condition_expression), placeholders);
  if (!bound) return bound;
  if (auto all = placeholders.CheckAllUsed(); !all) return std::move(all).error();
  return bound;
}

// Checks and binds an action of each kind. `position` counts from one.
struct BindAction {
  std::size_t position;

  Result<BoundAction> operator()(const std::monostate& /*none*/) const {
    return ValidationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }

  Result<BoundAction> operator()(const TransactPut& put) const {
    auto bound = Bind(put, put.item, nullptr, &PlanPut);
    if (!bound) return bound;
    if (auto fits = CheckItemSize(put.item.item.view()); !fits) return std::move(fits).error();
    return bound;
  }

  Result<BoundAction> operator()(const TransactUpdate& update) const {
    return Bind(update, update.key, &update.update_expression, &PlanUpdate);
  }

  Result<BoundAction> operator()(const TransactDelete& remove) const {
    return Bind(remove, remove.key, nullptr, &PlanDelete);
  }

  Result<BoundAction> operator()(const TransactConditionCheck& check) const {
    if (!check.condition_expression) {
      return ValidationError("1 validation error detected: Value null at 'transactItems." +
                             std::to_string(position) +
                             ".member.conditionCheck.conditionExpression' failed to satisfy "
                             "constraint: Member must not be null");
    }
    return Bind(check, check.key, nullptr, &PlanCheck);
  }

  static Result<BoundAction> Bind(const TransactAction& action, const RequestItem& subject,
                                  const std::string* update, decltype(BoundAction::plan) plan) {
    auto bound = BindExpressions(action, update);
    if (!bound) return std::move(bound).error();
    return BoundAction{&action, &subject, *std::move(bound), plan};
  }
};

// Checks the values of an action of each kind.
struct CheckValuesOf {
  Status operator()(const std::monostate& /*none*/) const { return Done{}; }
  Status operator()(const TransactPut& put) const {
    return CheckValues(put, put.item, put.condition_expression.has_value());
  }
  Status operator()(const TransactUpdate& update) const {
    return CheckValues(update, update.key, true);
  }
  Status operator()(const TransactDelete& remove) const {
    return CheckValues(remove, remove.key, remove.condition_expression.has_value());
  }
  Status operator()(const TransactConditionCheck& check) const {
    return CheckValues(check, check.key, check.condition_expression.has_value());
  }
};

Status CheckToken(const std::optional<std::string>& token) {
  constexpr std::size_t kTokenBytesMax = 36;
  if (!token || (!token->empty() && token->size() <= kTokenBytesMax)) return Done{};
  return ValidationError(
      "1 validation error detected: Value '" + *token +
      "' at 'clientRequestToken' failed to satisfy constraint: Member must have length " +
      (token->empty() ? "greater than or equal to 1" : "less than or equal to 36"));
}

}  // namespace

Result<std::vector<BoundAction>> BindActions(const TransactWriteItemsRequest& request) {
  const std::size_t count = request.transact_items.size();
  if (count == 0 || count > kTransactItemsMax) return BadTransactionLength(count);
  if (auto sound = CheckToken(request.client_request_token); !sound) {
    return std::move(sound).error();
  }

  for (const TransactWriteItem& item : request.transact_items) {
    if (auto sound = std::visit(CheckValuesOf{}, item); !sound) return std::move(sound).error();
  }
  std::vector<BoundAction> actions;
  actions.reserve(count);
  for (const TransactWriteItem& item : request.transact_items) {
    auto action = std::visit(BindAction{actions.size() + 1}, item);
    if (!action) return std::move(action).error();
    actions.push_back(*std::move(action));
  }
  return actions;
}

Error TransactionTooLarge() {
  return ValidationError(
      "Collection size of items exceeded, which can also be caused by the aggregate size of the "
      "items in the transaction exceeding the 4MB limit");
}

Error TransactionNamesItemTwice() {
  return ValidationError("Transaction request cannot include multiple operations on one item");
}

Error BadTransactionLength(std::size_t actions) {
  return ValidationError(
      std::string("1 validation error detected: Value ") + (actions == 0 ? "'[]' " : "") +
      "at 'transactItems' failed to satisfy constraint: Member must have length " +
      (actions == 0 ? "greater than or equal to 1" : "less than or equal to 100"));
}

void Cancellation::Add(std::size_t action, const Error& error) {
  CancellationReason& reason = reasons_[action];
  reason.code = error.code == ErrorCode::kConditionalCheckFailed ? "ConditionalCheckFailed"
                                                                 : "ValidationError";
  reason.message = error.message;
  if (error.details) reason.item = error.details->item;
  empty_ = false;
}

Error Cancellation::ToError() && {
  std::string codes;
  for (const CancellationReason& reason : reasons_) {
    if (!codes.empty()) codes += ", ";
    codes += reason.code;
  }
  ErrorDetails details;
  details.cancellation_reasons = std::move(reasons_);
  return {.code = ErrorCode::kTransactionCanceled,
          .message =
              "Transaction cancelled, please refer cancellation reasons for specific "
              "reasons [" +
              codes + "]",
          .details = std::make_shared<const ErrorDetails>(std::move(details))};
}

}  // namespace basalt
