#include "engine/items/write_request.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "engine/items/request_checks.h"
#include "expr/legacy/legacy.h"
#include "expr/placeholders.h"
#include "model/limits.h"

namespace basalt {
namespace {

// The single-item writes answer what is wrong with a request, as opposed to its table or item, in
// the form of a violated constraint, but for these.
Error AsConstraint(Error error) {
  constexpr std::array<std::string_view, 4> kBare = {
      "Supplied AttributeValue ",
      "ExpressionAttributeNames contains invalid key: ",
      "ExpressionAttributeValues contains invalid key: ",
      "ExpressionAttributeValues contains invalid value: Supplied AttributeValue ",
  };
  const auto starts = [&](std::string_view start) { return error.message.starts_with(start); };
  if (std::ranges::any_of(kBare, starts)) return error;
  error.message.insert(0, "1 validation error detected: ");
  return error;
}

// A single-item write, whichever it is.
struct WriteParameters {
  const ConditionalWrite& common;
  const RequestItem& subject;                          // The item or the key.
  const std::optional<std::string>* update = nullptr;  // Null: not an UpdateItem.
  const std::optional<AttributeUpdates>* attribute_updates = nullptr;
};

const Error* FaultOf(const std::optional<RequestValue>& value) {
  return value ? PointerTo(value->fault) : nullptr;
}

// The first value in the request that is no value.
const Error* FaultOf(const WriteParameters& write) {
  if (write.subject.fault) return &*write.subject.fault;
  if (write.attribute_updates && write.attribute_updates->has_value()) {
    static const Error kNameless = ValidationError("Empty attribute name");
    for (const auto& [name, update] : **write.attribute_updates) {
      if (name.empty()) return &kNameless;
      if (const Error* fault = FaultOf(update.value)) return fault;
    }
  }
  if (!write.common.expected) return nullptr;
  for (const auto& [name, expected] : *write.common.expected) {
    if (const Error* fault = FaultOf(expected.value)) return fault;
    if (!expected.attribute_value_list) continue;
    for (const RequestValue& value : *expected.attribute_value_list) {
      if (value.fault) return &*value.fault;
    }
  }
  return nullptr;
}

Status CheckParameters(const WriteParameters& write) {
  const ConditionalWrite& common = write.common;
  const std::array<Parameter, 2> expressions = {
      Parameter{"UpdateExpression", write.update && write.update->has_value()},
      Parameter{"ConditionExpression", common.condition_expression.has_value()}};
  const std::array<Parameter, 3> non_expressions = {
      Parameter{"AttributeUpdates",
                write.attribute_updates && write.attribute_updates->has_value()},
      Parameter{"Expected", common.expected.has_value()},
      Parameter{"ConditionalOperator", common.conditional_operator.has_value()}};

  const std::size_t skipped = write.update ? 0 : 1;  // UpdateExpression is UpdateItem's alone.
  auto used = CheckExpressionUse({.expressions = std::span(expressions).subspan(skipped),
                                  .non_expressions = std::span(non_expressions).subspan(skipped),
                                  .names = PointerTo(common.expression_attribute_names),
                                  .values = PointerTo(common.expression_attribute_values)});
  if (!used) return used;
  return CheckConditionalOperator(common.conditional_operator.has_value(),
                                  common.expected ? common.expected->size() : 0);
}

Status CheckReturnValues(const WriteParameters& write) {
  const ReturnValues wanted = write.common.return_values;
  const bool any = write.update != nullptr;
  if (any || wanted == ReturnValues::kNone || wanted == ReturnValues::kAllOld) return Done{};
  return ValidationError("ReturnValues can only be ALL_OLD or NONE");
}

// The expressions, read and bound.
Result<BoundWrite> BindExpressions(const WriteParameters& write) {
  const ConditionalWrite& common = write.common;
  Placeholders placeholders(PointerTo(common.expression_attribute_names),
                            PointerTo(common.expression_attribute_values));
  if (auto sound = placeholders.Check(); !sound) return std::move(sound).error();

  auto bound = ParseExpressions(write.update ? PointerTo(*write.update) : nullptr,
                                PointerTo(common.condition_expression), placeholders);
  if (!bound) return bound;
  if (auto valid = CheckReturnValues(write); !valid) return std::move(valid).error();
  if (auto used = placeholders.CheckAllUsed(); !used) return std::move(used).error();
  return bound;
}

Result<BoundWrite> Bind(const WriteParameters& write) {
  if (const Error* fault = FaultOf(write)) return AsConstraint(*fault);
  if (auto valid = CheckParameters(write); !valid) return AsConstraint(std::move(valid).error());
  auto bound = BindExpressions(write);
  if (!bound) return AsConstraint(std::move(bound).error());

  if (write.attribute_updates && write.attribute_updates->has_value()) {
    auto update = UpdateOfAttributeUpdates(**write.attribute_updates);
    if (!update) return std::move(update).error();
    bound->update = *std::move(update);
  }
  if (write.common.expected && !write.common.expected->empty()) {
    auto condition = ConditionOfExpected(*write.common.expected, write.common.conditional_operator);
    if (!condition) return AsConstraint(std::move(condition).error());
    bound->condition = *std::move(condition);
  }
  return bound;
}

}  // namespace

Result<BoundWrite> BindPutItem(const PutItemRequest& request) {
  auto bound = Bind({.common = request, .subject = request.item});
  if (!bound) return bound;
  if (auto fits = CheckItemSize(request.item.item.view()); !fits) return std::move(fits).error();
  return bound;
}

Result<BoundWrite> BindUpdateItem(const UpdateItemRequest& request) {
  return Bind({.common = request,
               .subject = request.key,
               .update = &request.update_expression,
               .attribute_updates = &request.attribute_updates});
}

Result<BoundWrite> BindDeleteItem(const DeleteItemRequest& request) {
  return Bind({.common = request, .subject = request.key});
}

Result<BoundWrite> ParseExpressions(const std::string* update, const std::string* condition,
                                    Placeholders& placeholders) {
  BoundWrite bound;
  if (update) {
    auto parsed = ParseUpdate(*update, placeholders);
    if (!parsed) return std::move(parsed).error();
    bound.update = *std::move(parsed);
  }
  if (condition) {
    auto parsed = ParseCondition(*condition, ConditionKind::kCondition, placeholders);
    if (!parsed) return std::move(parsed).error();
    bound.condition = *std::move(parsed);
  }
  return bound;
}

Status CheckItemSize(ItemView item) {
  if (item.size_bytes() <= kItemBytesMax) return Done{};
  return ValidationError("Item size has exceeded the maximum allowed size");
}

Error UpdateTooLarge() {
  return ValidationError("Item size to update has exceeded the maximum allowed size");
}

}  // namespace basalt
