#include <optional>
#include <string>
#include <utility>

#include "engine/items/request_checks.h"
#include "engine/query/key_range.h"
#include "engine/query/page_expressions.h"
#include "engine/query/page_reader.h"
#include "engine/query/query_operations.h"
#include "engine/query/start_key.h"
#include "expr/key_condition/key_condition.h"
#include "model/schema/key_check.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/queries.h"

namespace basalt {
namespace {

Status CheckParameters(const QueryRequest& request) {
  const Parameter expressions[] = {
      {"ProjectionExpression", request.projection_expression.has_value(), false},
      {"FilterExpression", request.filter_expression.has_value()},
      {"KeyConditionExpression", request.key_condition_expression.has_value()}};
  const Parameter non_expressions[] = {
      {"AttributesToGet", request.attributes_to_get.has_value()},
      {"QueryFilter", request.query_filter.has_value()},
      {"ConditionalOperator", request.conditional_operator.has_value()},
      {"KeyConditions", request.key_conditions.has_value()}};
  if (auto status = CheckExpressionUse({.expressions = expressions,
                                        .non_expressions = non_expressions,
                                        .names = PointerTo(request.expression_attribute_names),
                                        .values = PointerTo(request.expression_attribute_values)});
      !status) {
    return status;
  }
  return CheckConditionalOperator(request.conditional_operator.has_value(),
                                  request.query_filter ? request.query_filter->size() : 0);
}

Result<KeyCondition> ParseCondition(const QueryRequest& request, Placeholders& placeholders) {
  if (request.key_condition_expression) {
    return ParseKeyCondition(*request.key_condition_expression, placeholders);
  }
  if (!request.key_conditions || request.key_conditions->empty()) {
    return ValidationError(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
        "request.");
  }
  return KeyConditionOf(*request.key_conditions);
}

// A filter must not look at the key that the key condition is for.
Status CheckFilterAttributes(const PagePlan& plan, bool is_expression) {
  if (!plan.filter) return Done{};

  const auto attributes = AttributesOf(*plan.filter);
  const KeySchema& key = plan.target.key();
  for (const auto* part : {&key.partition, &key.sort}) {
    for (const KeyAttribute& attribute : *part) {
      if (!attributes.contains(attribute.name)) continue;
      const std::string subject = is_expression ? "Filter Expression" : "QueryFilter";
      return ValidationError(
          subject +
          " can only contain non-primary key attributes: Primary key attribute: " + attribute.name);
    }
  }
  return Done{};
}

// Whether the key is the last one in the range of a table: `sort >= :v`, backward, from :v on.
// Indexes are exempt: there, rows with an equal sort key may follow.
// Source: aws/aws-sdk-ruby#2456.
bool EndsRange(const PagePlan& plan, const BoundKeyCondition& bound, const KeyRange& range,
               std::string_view sort) {
  return !plan.target.index && plan.direction == Direction::kBackward && bound.range &&
         bound.range->key_operator == KeyOperator::kGreaterOrEqual && sort == range.begin;
}

// REQUIRES: the starting key fits the target's schema; `row_key` is its row's.
Status CheckStartsWithin(const PagePlan& plan, const BoundKeyCondition& bound,
                         const KeyRange& range, ItemView start_key, std::string_view row_key) {
  const std::string partition = PartitionPrefixOf(plan.target, start_key);
  const std::string_view sort = row_key.substr(partition.size());
  if (!range.HoldsSort(sort) || EndsRange(plan, bound, range, sort)) {
    return ValidationError("The provided starting key does not match the range key predicate");
  }
  if (partition == range.partition) return Done{};
  if (bound.range || !bound.sort_equal.empty()) {
    return ValidationError("The query can return at most one row and cannot be restarted");
  }
  if (!plan.target.index && plan.target.key().sort.empty()) {
    return ValidationError("The provided exclusive start key is invalid");
  }
  return ValidationError(
      "The provided starting key is outside query boundaries based on provided conditions");
}

// Fills in which rows are read. Errors: kValidation.
Status PlanRows(PagePlan& plan, const QueryRequest& request, const KeyCondition& condition) {
  const ItemView start_key =
      request.exclusive_start_key ? request.exclusive_start_key->item.view() : ItemView();
  if (request.exclusive_start_key) {
    if (!FitsStartKeySchema(plan.target, start_key)) {
      return ValidationError("The provided starting key is invalid");
    }
    if (auto status = CheckItemKey(plan.target.table->schema, start_key); !status) return status;
  }

  auto bound = BindKeyCondition(condition, plan.target.key());
  if (!bound) return bound.error();
  const KeyRange range = KeyRangeOf(plan.target, *bound);
  plan.rows = range.Rows();
  if (!request.exclusive_start_key) return Done{};

  const std::string row_key = StartRowKey(plan.target, start_key);
  if (auto status = CheckStartsWithin(plan, *bound, range, start_key, row_key); !status) {
    return status;
  }
  plan.rows = RowsBeyond(std::move(plan.rows), row_key, plan.direction);
  return Done{};
}

}  // namespace

Result<QueryResponse> QueryOperations::Query(const QueryRequest& request) const {
  if (auto status = protocol::CheckConstraints(request); !status) return status.error();
  if (auto status = CheckParameters(request); !status) return status.error();
  Placeholders placeholders(PointerTo(request.expression_attribute_names),
                            PointerTo(request.expression_attribute_values));
  if (auto status = placeholders.Check(); !status) return status.error();
  if (auto status = CheckStartKeyValues(request, PageOperation::kQuery); !status) {
    return status.error();
  }

  if (auto status = CheckNotEmpty(request.key_condition_expression, ExpressionKind::kKeyCondition);
      !status) {
    return status.error();
  }
  auto filter = ParseFilter(request, PointerTo(request.query_filter), placeholders);
  if (!filter) return filter.error();
  if (auto status = CheckNotEmpty(request.projection_expression, ExpressionKind::kProjection);
      !status) {
    return status.error();
  }
  if (auto status = CheckSelect(request, PageOperation::kQuery); !status) return status.error();
  auto condition = ParseCondition(request, placeholders);
  if (!condition) return condition.error();
  auto projection = ParsePageProjection(request, placeholders);
  if (!projection) return projection.error();
  if (auto status = placeholders.CheckAllUsed(); !status) return status.error();

  auto target = FindReadTarget(catalog_, request);
  if (!target) return target.error();
  PagePlan plan{
      .target = *std::move(target),
      .table_name = request.table_name,
      .direction = request.scan_index_forward ? Direction::kForward : Direction::kBackward,
      .limit = request.limit,
      .filter = *std::move(filter),
      .projection = *std::move(projection),
      .consistent_read = request.consistent_read,
      .return_consumed_capacity = request.return_consumed_capacity,
      .give_up_beyond = request.give_up_beyond};
  if (auto status = PlanRows(plan, request, *condition); !status) return status.error();
  if (auto status = CheckFilterAttributes(plan, request.filter_expression.has_value()); !status) {
    return status.error();
  }
  if (auto status = CheckSelectOf(plan.target, request); !status) return status.error();
  if (auto status = PlanAttributes(plan, request); !status) return status.error();
  return ReadPageOf(store_, plan);
}

}  // namespace basalt
